// The signing suite: folders v4 and v4a, a folder per case with a request, a context and the texts that signing it by
// header and by query must give. ECDSA signatures differ each time, so v4a's are verified instead of compared.

#include "conformance/suite.hpp"

#include "auth/sigv4a.hpp"

#include "aloft/sigv4.hpp"
#include "aloft/timestamp.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <chrono>
#include <stdexcept>

namespace aloft::conformance {
namespace {

namespace json = boost::json;

struct context {
  credentials identity;
  signing_options options;
  std::chrono::seconds lifetime{0};
};

context read_context(const std::filesystem::path& folder, signing_algorithm algorithm) {
  const json::value document = json::parse(read_text(folder / "context.json"));
  const json::object& fields = document.as_object();
  const auto text = [](const json::object& from, std::string_view name) {
    const json::value* found = from.if_contains(name);
    return found == nullptr ? std::string{} : json::value_to<std::string>(*found);
  };
  const auto flag = [&](std::string_view name, bool otherwise) {
    const json::value* found = fields.if_contains(name);
    return found == nullptr ? otherwise : found->as_bool();
  };
  const json::object& keys = fields.at("credentials").as_object();
  const auto time = parse_timestamp(text(fields, "timestamp"), timestamp_format::date_time);
  if (!time) throw std::runtime_error("no time in the context of " + folder.string());

  context read;
  read.identity.access_key_id = text(keys, "access_key_id");
  read.identity.secret_access_key = text(keys, "secret_access_key");
  read.identity.session_token = text(keys, "token");
  read.options.region = text(fields, "region");
  read.options.service = text(fields, "service");
  read.options.time = time->to_time_point();
  read.options.algorithm = algorithm;
  read.options.normalize_path = flag("normalize", true);
  read.options.content_sha256_header = flag("sign_body", false);
  read.options.sign_session_token = !flag("omit_session_token", false);
  if (const json::value* lifetime = fields.if_contains("expiration_in_seconds"))
    read.lifetime = std::chrono::seconds{lifetime->to_number<std::int64_t>()};
  return read;
}

// A request as the suite writes it: spaces in the path as they are, header values over several lines.
http_request parse_request(std::string_view text) {
  const auto take_line = [&] {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
  };
  http_request request;
  std::string_view line = take_line();
  request.method = line.substr(0, line.find(' '));
  std::string_view target = line.substr(request.method.size() + 1);
  target = target.substr(0, target.rfind(" HTTP/"));
  const std::size_t question = target.find('?');
  request.path = target.substr(0, question);
  if (question != std::string_view::npos) request.query = target.substr(question + 1);

  std::vector<std::pair<std::string, std::string>> fields;
  while (!text.empty() && !(line = take_line()).empty()) {
    if ((line.front() == ' ' || line.front() == '\t') && !fields.empty()) {
      fields.back().second.append(1, ' ').append(line);
    } else {
      const std::size_t colon = std::min(line.find(':'), line.size() - 1);
      fields.emplace_back(line.substr(0, colon), line.substr(colon + 1));
    }
  }
  for (const auto& [name, value] : fields) request.headers.add(name, value);
  request.host = request.headers.find("host").value_or("");
  request.body = text;
  return request;
}

// One text per request: the order of headers and of query parameters means nothing. What follows "Signature=" is left
// out, since other texts tell about it.
std::string fingerprint(const http_request& request) {
  const auto without_signature = [](std::string text) {
    if (const std::size_t at = text.find("Signature="); at != std::string::npos) text.resize(at);
    return text;
  };
  std::vector<std::string> lines;
  for (const auto& [name, value] : request.headers) {
    std::string line = std::string{name} + ':' + without_signature(std::string{value});
    std::transform(line.begin(), line.begin() + static_cast<std::ptrdiff_t>(name.size()), line.begin(),
                   [](unsigned char c) { return std::tolower(c); });
    lines.push_back(std::move(line));
  }
  for (std::string_view rest = request.query; !rest.empty();) {
    const std::size_t end = std::min(rest.find('&'), rest.size());
    lines.push_back(without_signature(std::string{rest.substr(0, end)}));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  std::sort(lines.begin(), lines.end());
  std::string text = request.method + ' ' + request.path + '\n';
  for (const std::string& line : lines) text += line + '\n';
  return text + '\n' + request.body;
}

void check_ecdsa(const std::filesystem::path& folder, const context& with, std::string_view string_to_sign,
                 std::string_view given, std::string_view made, report& out) {
  const auto key = auth::ecdsa_key::derive(with.identity.access_key_id, with.identity.secret_access_key);
  if (!key) return out.fail(key.error().what());
  const json::value document = json::parse(read_text(folder / "public-key.json"));
  const std::string expected =
      json::value_to<std::string>(document.at("X")) + json::value_to<std::string>(document.at("Y"));
  out.expect_equal("the public key", expected, key->public_key());
  if (!key->verify(string_to_sign, given)) out.fail("the suite's signature is not accepted");
  if (!key->verify(string_to_sign, made)) out.fail("the signature that was made is not accepted");
}

// `way` is "header" or "query". Returns whether the case has files for it.
bool run_way(const std::filesystem::path& folder, const std::string& way, const context& with, report& out) {
  const auto file = [&](std::string_view name) { return folder / (way + '-' + std::string{name} + ".txt"); };
  if (!std::filesystem::exists(file("canonical-request"))) return false;
  const std::chrono::seconds lifetime = way == "query" ? with.lifetime : std::chrono::seconds{0};

  http_request request = parse_request(read_text(folder / "request.txt"));
  const auto stages = explain_signature(request, with.identity, with.options, lifetime);
  if (!stages) return out.fail(stages.error().what()), true;
  out.expect_equal(way + ": the canonical request", read_text(file("canonical-request")), stages->canonical_request);
  out.expect_equal(way + ": the string to sign", read_text(file("string-to-sign")), stages->string_to_sign);

  signing_key_cache cache;
  const auto made = way == "query" ? presign(request, with.identity, with.options, lifetime, cache)
                                   : sign(request, with.identity, with.options, cache);
  if (!made) return out.fail(made.error().what()), true;
  const std::string given = read_text(file("signature"));
  if (with.options.algorithm == signing_algorithm::sigv4)
    out.expect_equal(way + ": the signature", given, made->text());
  else
    check_ecdsa(folder, with, stages->string_to_sign, given, made->text(), out);
  out.expect_equal(way + ": the signed request", fingerprint(parse_request(read_text(file("signed-request")))),
                   fingerprint(request));
  const std::string whole = request.query + std::string{request.headers.find("authorization").value_or("")};
  if (!whole.ends_with("Signature=" + std::string{made->text()})) out.fail(way + ": the request lacks its signature");
  return true;
}

void run_signing(const std::filesystem::path& folder, report& out) {
  for (const auto& [name, algorithm] :
       {std::pair{"v4", signing_algorithm::sigv4}, {"v4a", signing_algorithm::sigv4a}}) {
    if (!std::filesystem::is_directory(folder / name)) continue;
    for (const auto& each : entries_of(folder / name)) {
      if (!std::filesystem::exists(each / "request.txt")) continue;
      out.run(std::string{name} + '/' + each.filename().string(), [&] {
        const context with = read_context(each, algorithm);
        const bool by_header = run_way(each, "header", with, out);
        const bool by_query = run_way(each, "query", with, out);
        if (!by_header && !by_query) out.skip("the case holds no texts of a signature by header or by query");
      });
    }
  }
}

const suite_entry signing{"signing", "signing", 3, run_signing};

}  // namespace
}  // namespace aloft::conformance
