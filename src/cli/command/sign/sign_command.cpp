#include <aloft/clock.hpp>
#include "cli/command/commands.hpp"
#include "cli/exit_status.hpp"
#include "cli/grammar/http_text.hpp"
#include "cli/grammar/parameter_file.hpp"
#include "cli/options/word_options.hpp"
#include "cli/output/printed_request.hpp"
#include "cli/run/loaded_credentials.hpp"
#include "cli/run/session_setup.hpp"
#include "cli/run/stderr_log.hpp"

#include <aloft/sigv4.hpp>
#include <aloft/timestamp.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

namespace aloft::cli {
namespace {

error bad_option(std::string message) { return error{error_kind::usage, "BadOption", std::move(message)}; }

/// A value among a few.
std::string one_of(std::vector<std::string>& words, std::string_view option, std::span<const std::string_view> known) {
  auto value = take_option(words, option);
  if (!value) return std::string{known.front()};
  if (std::find(known.begin(), known.end(), *value) != known.end()) return std::move(*value);
  std::string names;
  for (const auto name : known)
    if (!name.empty()) names += (names.empty() ? "" : ", ") + std::string{name};
  throw bad_option(std::string{option} + ": expected " + names + ", got '" + *value + '\'');
}

/// Signing names of S3's kind: the path is encoded once and left as it is, and the body's hash is a header.
bool is_of_s3(std::string_view service) {
  constexpr std::array<std::string_view, 4> names{"s3", "s3express", "s3-object-lambda", "s3-outposts"};
  return std::find(names.begin(), names.end(), service) != names.end();
}

struct sign_plan {
  http_request request;
  signing_options how;
  std::chrono::seconds lifetime{0};  ///< 0: by header
  std::string form, show;
};

http_request read_request(const std::vector<std::string>& words) {
  const bool is_file = words.empty() || (words.size() == 1 && words[0].find("://") == std::string::npos &&
                                         (words[0] == "-" || !words[0].starts_with("-")));
  if (!is_file) return read_curl_words(words).value();
  const std::string path = words.empty() ? "-" : words[0];
  const auto text = read_whole_file(path);
  if (!text) throw error{error_kind::usage, "BadRequest", "cannot read '" + path + "': " + std::strerror(errno)};
  return read_http_text(*text).value();
}

std::chrono::system_clock::time_point read_time(const std::optional<std::string>& text) {
  if (!text) return system_clock_source().now();
  std::string extended = *text;  // 20150830T123600Z, as signatures have it
  if (extended.size() == 16 && extended[8] == 'T')
    extended = extended.substr(0, 4) + '-' + extended.substr(4, 2) + '-' + extended.substr(6, 5) + ':' +
               extended.substr(11, 2) + ':' + extended.substr(13);
  const auto when = parse_any_timestamp(extended);
  if (!when) throw bad_option("--time: expected a time as 2026-01-31T12:00:00Z, got '" + *text + '\'');
  return when->to_time_point();
}

sign_plan make_plan(const global_options& options) {
  static constexpr std::array<std::string_view, 3> forms{"http", "curl", "url"};
  static constexpr std::array<std::string_view, 3> stages{"", "canonical-request", "string-to-sign"};
  std::vector<std::string> words{options.words.begin() + 1, options.words.end()};
  sign_plan plan;
  auto& how = plan.how;
  plan.form = one_of(words, "--output-format", forms);
  plan.show = one_of(words, "--show", stages);
  const auto service = take_option(words, "--service");
  if (!service)
    throw error{error_kind::usage, "MissingParameter", "sign needs --service: the signing name, as ec2 or s3"};
  how.service = *service;
  how.time = read_time(take_option(words, "--time"));
  if (take_flag(words, "--sigv4a")) how.algorithm = signing_algorithm::sigv4a;
  const bool unsigned_body = take_flag(words, "--unsigned-payload");
  if (options.presign) plan.lifetime = take_seconds(words, "--expires-in").value_or(std::chrono::seconds{3600});
  if (options.presign && plan.lifetime == std::chrono::seconds{0}) plan.lifetime = std::chrono::seconds{-1};  // refused
  plan.request = read_request(words);

  const bool of_s3 = is_of_s3(how.service);
  how.double_encode_path = how.normalize_path = !of_s3;
  how.content_sha256_header = of_s3 || unsigned_body;
  if (const auto stated = plan.request.headers.find("X-Amz-Content-Sha256"))
    how.payload_hash = *stated;
  else if (unsigned_body || (of_s3 && options.presign))
    how.payload_hash = payload::unsigned_body;
  how.region = options.region;
  if (how.region.empty()) how.region = resolve_settings(options)->region.value;
  if (how.region.empty())
    throw error{error_kind::config, "NoRegion", "which region is it signed for? Give --region or set AWS_REGION"};
  return plan;
}

prepared_request described(http_request request) {
  prepared_request out;
  out.method = request.method;
  out.url = url_of(request);
  out.headers.emplace_back("Host", request.authority());
  for (const auto& [name, value] : request.headers) out.headers.emplace_back(name, value);
  out.body = std::move(request.body);
  return out;
}

}  // namespace

int run_sign(const global_options& options, console& out) {
  auto plan = make_plan(options);
  stderr_log log{options.debug};
  global_options identity = options;
  identity.region.clear();  // what is signed for may be a set of regions, and none that credentials are asked in
  const auto keys = load_credentials(identity, log).value();
  if (!plan.show.empty()) {
    const auto stages = explain_signature(plan.request, keys, plan.how, plan.lifetime).value();
    out.write((plan.show == "string-to-sign" ? stages.string_to_sign : stages.canonical_request) + '\n');
    return exit_status::success;
  }
  signing_key_cache cache;
  if (options.presign)
    presign(plan.request, keys, plan.how, plan.lifetime, cache).value();
  else
    sign(plan.request, keys, plan.how, cache).value();
  const auto made = described(std::move(plan.request));
  out.write(plan.form == "url" ? made.url + '\n' : plan.form == "curl" ? print_curl(made) : print_http(made));
  return exit_status::success;
}

}  // namespace aloft::cli
