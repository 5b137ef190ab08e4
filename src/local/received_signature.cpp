#include "local/received_signature.hpp"

#include "aloft/timestamp.hpp"
#include "crypto/percent.hpp"
#include "local/api_error.hpp"
#include "local/number.hpp"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace aloft::local {
namespace {

constexpr std::string_view algorithm = "AWS4-HMAC-SHA256";

api_error incomplete(std::string message) { return {"IncompleteSignature", std::move(message)}; }

std::string_view trim(std::string_view text) noexcept {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

/// "20150830T123600Z", which is ISO 8601 without its punctuation.
std::optional<timestamp> parse_amz_date(std::string_view text) {
  if (text.size() != 16 || text[8] != 'T' || text[15] != 'Z') return std::nullopt;
  const auto part = [&](std::size_t at, std::size_t size) { return std::string{text.substr(at, size)}; };
  return parse_timestamp(
      part(0, 4) + '-' + part(4, 2) + '-' + part(6, 2) + 'T' + part(9, 2) + ':' + part(11, 2) + ':' + part(13, 2) + 'Z',
      timestamp_format::date_time);
}

void read_credential(received_signature& into, std::string_view credential) {
  std::vector<std::string_view> parts;
  for (std::size_t at = 0; at <= credential.size();) {
    const auto end = std::min(credential.find('/', at), credential.size());
    parts.push_back(credential.substr(at, end - at));
    at = end + 1;
  }
  const bool whole = parts.size() == 5 && parts[4] == "aws4_request" &&
                     std::ranges::none_of(parts, [](std::string_view part) { return part.empty(); });
  if (!whole)
    throw incomplete(
        join({"Credential must have exactly 5 slash-delimited elements, "
              "e.g. keyid/date/region/service/aws4_request, got '",
              credential, "'"}));
  into.key_id = parts[0];
  into.date = parts[1];
  into.region = parts[2];
  into.service = parts[3];
}

void read_time(received_signature& into) {
  const auto time = parse_amz_date(into.time_text);
  if (!time)
    throw incomplete(join({"Date must be in ISO-8601 'basic format'. Got '", into.time_text,
                           "'. See http://en.wikipedia.org/wiki/ISO_8601"}));
  into.time = time->to_time_point();
}

received_signature read_header(const http_request& request, std::string_view authorization) {
  received_signature read;
  std::string_view credential;
  auto rest = authorization.substr(algorithm.size());
  while (!rest.empty()) {
    const auto end = std::min(rest.find(','), rest.size());
    const auto part = trim(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (part.starts_with("Credential=")) credential = part.substr(11);
    if (part.starts_with("SignedHeaders=")) read.signed_headers = part.substr(14);
    if (part.starts_with("Signature=")) read.signature = part.substr(10);
  }
  std::string missing;
  const auto need = [&](bool there, std::string_view name) {
    if (!there) missing += join({"Authorization header requires '", name, "' parameter. "});
  };
  need(!credential.empty(), "Credential");
  need(!read.signature.empty(), "Signature");
  need(!read.signed_headers.empty(), "SignedHeaders");
  read.time_text = request.headers.find("X-Amz-Date").value_or("");
  if (read.time_text.empty())
    missing += "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ";
  if (!missing.empty()) throw incomplete(missing + "Authorization=" + std::string{algorithm});
  read_credential(read, credential);
  read_time(read);
  read.session_token = request.headers.find("X-Amz-Security-Token").value_or("");
  return read;
}

std::optional<std::string> query_parameter(const http_request& request, std::string_view name) {
  std::string_view rest = request.query;
  while (!rest.empty()) {
    const auto end = std::min(rest.find('&'), rest.size());
    const auto pair = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    const auto equals = std::min(pair.find('='), pair.size());
    if (pair.substr(0, equals) == name) return crypto::percent_decode(pair.substr(std::min(equals + 1, pair.size())));
  }
  return std::nullopt;
}

received_signature read_query(const http_request& request) {
  received_signature read;
  read.by_query = true;
  const auto need = [&](std::string_view name) {
    auto value = query_parameter(request, name);
    if (!value || value->empty()) throw incomplete(join({"AWS query-string parameters must include '", name, "'."}));
    return *std::move(value);
  };
  read_credential(read, need("X-Amz-Credential"));
  read.signature = need("X-Amz-Signature");
  read.signed_headers = need("X-Amz-SignedHeaders");
  read.time_text = need("X-Amz-Date");
  read_time(read);
  const auto lifetime = need("X-Amz-Expires");
  const auto seconds = parse_number<std::int64_t>(lifetime);
  if (!seconds || *seconds < 0 || *seconds > 604800)
    throw incomplete("X-Amz-Expires must be a number of seconds of at most a week (604800)");
  read.lifetime = std::chrono::seconds{*seconds};
  read.session_token = query_parameter(request, "X-Amz-Security-Token").value_or("");
  return read;
}

}  // namespace

std::optional<received_signature> received_signature::read(const http_request& request) {
  if (const auto authorization = request.headers.find("Authorization")) {
    if (!authorization->starts_with(algorithm))
      throw incomplete(
          join({"Unsupported AWS 'algorithm': '", authorization->substr(0, authorization->find(' ')), "'"}));
    return read_header(request, *authorization);
  }
  if (const auto stated = query_parameter(request, "X-Amz-Algorithm")) {
    if (*stated != algorithm) throw incomplete(join({"Unsupported AWS 'algorithm': '", *stated, "'"}));
    return read_query(request);
  }
  return std::nullopt;
}

}  // namespace aloft::local
