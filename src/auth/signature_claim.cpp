#include "auth/string_to_sign.hpp"
#include "auth/verify.hpp"
#include "crypto/percent.hpp"

#include "aloft/timestamp.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

// The texts are those of AWS's services.

namespace aloft::auth {
namespace {

error refused(std::string code, std::string message) {
  return error{error_kind::service, std::move(code), std::move(message)};
}

error incomplete(std::string message) { return refused("IncompleteSignature", std::move(message)); }

error unsupported(std::string_view algorithm) {
  return refused("UnsupportedSignature", "Unsupported AWS 'algorithm': '" + std::string{algorithm} + '\'');
}

// The front of `text` up to `separator`, which is taken away with it.
std::string_view take_until(std::string_view& text, char separator) noexcept {
  const std::size_t end = std::min(text.find(separator), text.size());
  const std::string_view front = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return front;
}

bool read_algorithm(signature_claim& claim, std::string_view name) {
  for (const auto algorithm : {signing_algorithm::sigv4, signing_algorithm::sigv4a})
    if (name == name_of(algorithm)) {
      claim.algorithm = algorithm;
      return true;
    }
  return false;
}

// Fills in what "key/day/region/service/aws4_request" says; SigV4a's has no region. The key id may be anything but
// empty.
result<void> read_scope(signature_claim& claim, const std::string_view scope) {
  const bool regional = claim.algorithm == signing_algorithm::sigv4;
  std::string_view rest = scope;
  claim.access_key_id = take_until(rest, '/');
  claim.day = take_until(rest, '/');
  if (regional) claim.region = take_until(rest, '/');
  claim.service = take_until(rest, '/');
  if (!claim.access_key_id.empty() && claim.day.size() == 8 && !claim.service.empty() && rest == "aws4_request" &&
      (!regional || !claim.region.empty()))
    return {};
  return incomplete(std::string{"Credential must have exactly "} +
                    (regional ? "5 slash-delimited elements, e.g. keyid/date/region/service/aws4_request"
                              : "4 slash-delimited elements, e.g. keyid/date/service/aws4_request") +
                    ", got '" + std::string{scope} + '\'');
}

result<void> read_time(signature_claim& claim, std::string_view text) {
  const auto when = parse_any_timestamp(text);
  if (!when || format_amz_date(*when) != text)  // of all spellings, only that one is signed
    return incomplete("Date must be in ISO-8601 'basic format'. Got '" + std::string{text} +
                      "'. See http://en.wikipedia.org/wiki/ISO_8601");
  claim.time_text = text;
  claim.time = when->to_time_point();
  return {};
}

result<signature_claim> read_header(const http_request& request, std::string_view authorization) {
  signature_claim claim;
  const auto algorithm = take_until(authorization, ' ');
  if (!read_algorithm(claim, algorithm)) return unsupported(algorithm);
  std::string_view credential;
  while (!authorization.empty()) {
    std::string_view part = take_until(authorization, ',');
    part.remove_prefix(std::min(part.find_first_not_of(' '), part.size()));
    part = part.substr(0, part.find_last_not_of(' ') + 1);
    const std::string_view name = take_until(part, '=');
    if (name == "Credential") credential = part;
    if (name == "SignedHeaders") claim.signed_headers = part;
    if (name == "Signature") claim.signature = part;
  }
  const auto time = request.headers.find("x-amz-date").value_or("");
  std::string missing;
  const auto need = [&](bool there, std::string_view name) {
    if (!there) missing += "Authorization header requires '" + std::string{name} + "' parameter. ";
  };
  need(!credential.empty(), "Credential");
  need(!claim.signature.empty(), "Signature");
  need(!claim.signed_headers.empty(), "SignedHeaders");
  if (time.empty()) missing += "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ";
  if (!missing.empty()) return incomplete(missing + "Authorization=" + std::string{algorithm});
  if (auto read = read_scope(claim, credential); !read) return read.error();
  if (auto read = read_time(claim, time); !read) return read.error();
  claim.session_token = request.headers.find("x-amz-security-token").value_or("");
  if (claim.algorithm == signing_algorithm::sigv4a)
    claim.region = request.headers.find("x-amz-region-set").value_or("");
  return claim;
}

std::optional<std::string> parameter(const http_request& request, std::string_view name) {
  for (std::string_view rest = request.query; !rest.empty();) {
    std::string_view piece = take_until(rest, '&');
    if (take_until(piece, '=') == name) return crypto::percent_decode(piece);
  }
  return std::nullopt;
}

result<signature_claim> read_query(const http_request& request, std::string_view algorithm) {
  signature_claim claim;
  if (!read_algorithm(claim, algorithm)) return unsupported(algorithm);
  const auto text = [&](std::string_view name) { return parameter(request, name).value_or(""); };
  for (const auto* name : {"X-Amz-Credential", "X-Amz-Signature", "X-Amz-SignedHeaders", "X-Amz-Date", "X-Amz-Expires"})
    if (text(name).empty()) return incomplete("AWS query-string parameters must include '" + std::string{name} + "'.");
  if (auto read = read_scope(claim, text("X-Amz-Credential")); !read) return read.error();
  claim.signed_headers = text("X-Amz-SignedHeaders");
  claim.signature = text("X-Amz-Signature");
  if (auto read = read_time(claim, text("X-Amz-Date")); !read) return read.error();
  const std::string lifetime = text("X-Amz-Expires");
  int seconds = 0;
  const auto [end, fault] = std::from_chars(lifetime.data(), lifetime.data() + lifetime.size(), seconds);
  if (fault != std::errc{} || end != lifetime.data() + lifetime.size() || seconds < 1 || seconds > 604'800)
    return incomplete("X-Amz-Expires must be a number of seconds of at most a week (604800)");
  claim.lifetime = std::chrono::seconds{seconds};
  claim.session_token = text("X-Amz-Security-Token");
  if (claim.algorithm == signing_algorithm::sigv4a) claim.region = text("X-Amz-Region-Set");
  return claim;
}

}  // namespace

result<signature_claim> read_signature(const http_request& request) {
  if (const auto authorization = request.headers.find("authorization")) return read_header(request, *authorization);
  if (const auto algorithm = parameter(request, "X-Amz-Algorithm")) return read_query(request, *algorithm);
  return refused("MissingAuthenticationToken", "Request is missing Authentication Token");
}

}  // namespace aloft::auth
