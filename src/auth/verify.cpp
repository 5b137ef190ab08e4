#include "auth/verify.hpp"

#include "auth/canonical.hpp"
#include "auth/signing_key.hpp"
#include "auth/sigv4a.hpp"
#include "auth/string_to_sign.hpp"
#include "crypto/digest.hpp"
#include "crypto/hex.hpp"
#include "crypto/percent.hpp"

#include "aloft/timestamp.hpp"

#include <openssl/crypto.h>

#include <algorithm>
#include <charconv>

namespace aloft::auth {
namespace {

error refused(std::string code, std::string message) {
  return error{error_kind::service, std::move(code), std::move(message)};
}

error incomplete(std::string_view what) {
  return refused("IncompleteSignature", "the signature is incomplete or malformed: " + std::string{what});
}

// The front of `text` up to `separator`, which is taken away with it.
std::string_view take_until(std::string_view& text, char separator) noexcept {
  const std::size_t end = std::min(text.find(separator), text.size());
  const std::string_view front = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return front;
}

// Fills in what "key/day/region/service/aws4_request" says. The key id may be anything but empty.
bool read_scope(signature_claim& claim, std::string_view scope) {
  claim.access_key_id = take_until(scope, '/');
  claim.day = take_until(scope, '/');
  if (claim.algorithm == signing_algorithm::sigv4) claim.region = take_until(scope, '/');
  claim.service = take_until(scope, '/');
  return !claim.access_key_id.empty() && claim.day.size() == 8 && !claim.service.empty() && scope == "aws4_request" &&
         (claim.algorithm == signing_algorithm::sigv4a || !claim.region.empty());
}

bool read_algorithm(signature_claim& claim, std::string_view name) {
  for (const auto algorithm : {signing_algorithm::sigv4, signing_algorithm::sigv4a})
    if (name == name_of(algorithm)) {
      claim.algorithm = algorithm;
      return true;
    }
  return false;
}

bool read_time(signature_claim& claim, std::string_view text) {
  const auto when = text.size() == 16 ? parse_any_timestamp(text) : std::nullopt;
  if (!when || !text.starts_with(claim.day)) return false;
  claim.time = when->to_time_point();
  return true;
}

result<signature_claim> read_header(const http_request& request, std::string_view authorization) {
  signature_claim claim;
  if (!read_algorithm(claim, take_until(authorization, ' ')))
    return refused("UnsupportedSignature", "the Authorization header names no algorithm that is known here");
  std::string_view credential;
  while (!authorization.empty()) {
    std::string_view part = take_until(authorization, ',');
    part.remove_prefix(std::min(part.find_first_not_of(' '), part.size()));
    const std::string_view name = take_until(part, '=');
    if (name == "Credential") credential = part;
    if (name == "SignedHeaders") claim.signed_headers = part;
    if (name == "Signature") claim.signature = part;
  }
  if (!read_scope(claim, credential)) return incomplete("Credential of the Authorization header");
  if (claim.signed_headers.empty()) return incomplete("SignedHeaders of the Authorization header");
  if (claim.signature.empty()) return incomplete("Signature of the Authorization header");
  if (!read_time(claim, request.headers.find("x-amz-date").value_or(""))) return incomplete("X-Amz-Date");
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
  if (!read_algorithm(claim, algorithm))
    return refused("UnsupportedSignature", "X-Amz-Algorithm names no algorithm that is known here");
  const auto text = [&](std::string_view name) { return parameter(request, name).value_or(""); };
  if (!read_scope(claim, text("X-Amz-Credential"))) return incomplete("X-Amz-Credential");
  claim.signed_headers = text("X-Amz-SignedHeaders");
  if (claim.signed_headers.empty()) return incomplete("X-Amz-SignedHeaders");
  claim.signature = text("X-Amz-Signature");
  if (claim.signature.empty()) return incomplete("X-Amz-Signature");
  if (!read_time(claim, text("X-Amz-Date"))) return incomplete("X-Amz-Date");
  const std::string lifetime = text("X-Amz-Expires");
  int seconds = 0;
  const auto [end, fault] = std::from_chars(lifetime.data(), lifetime.data() + lifetime.size(), seconds);
  if (fault != std::errc{} || end != lifetime.data() + lifetime.size() || seconds < 1 || seconds > 604'800)
    return incomplete("X-Amz-Expires, which must be 1 to 604800");
  claim.lifetime = std::chrono::seconds{seconds};
  claim.session_token = text("X-Amz-Security-Token");
  if (claim.algorithm == signing_algorithm::sigv4a) claim.region = text("X-Amz-Region-Set");
  return claim;
}

result<void> check_time(const signature_claim& claim, const verify_options& options) {
  if (claim.time > options.now + options.tolerance)
    return refused("RequestTimeTooSkewed", "the request is signed for a later time than the server's");
  const auto last = claim.time + (claim.lifetime.count() != 0 ? claim.lifetime : options.tolerance);
  if (options.now > last) return refused("RequestExpired", "the signature has expired");
  return {};
}

// What stands in the canonical request for the body, once the body has been found to agree with it.
result<std::string> payload_hash(const http_request& request, const signature_claim& claim,
                                 const verify_options& options) {
  const auto stated = request.headers.find("x-amz-content-sha256");
  if (claim.lifetime.count() != 0 && !options.presigned_body_is_signed && !stated)
    return std::string{payload::unsigned_body};
  if (stated && (*stated == payload::unsigned_body || stated->starts_with("STREAMING-"))) return std::string{*stated};
  std::string actual = crypto::to_hex(crypto::sha256(request.body).view());
  if (stated && *stated != actual)
    return refused("XAmzContentSHA256Mismatch", "the body is not the one that X-Amz-Content-Sha256 was computed of");
  return actual;
}

bool equal_in_constant_time(std::string_view a, std::string_view b) noexcept {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace

result<signature_claim> read_signature(const http_request& request) {
  if (const auto authorization = request.headers.find("authorization")) return read_header(request, *authorization);
  if (const auto algorithm = parameter(request, "X-Amz-Algorithm")) return read_query(request, *algorithm);
  return refused("MissingAuthenticationToken", "the request is not signed");
}

result<void> verify(const http_request& request, const signature_claim& claim, std::string_view secret_access_key,
                    const verify_options& options, signing_key_cache& cache) {
  if (auto timely = check_time(claim, options); !timely) return timely;
  const auto hash = payload_hash(request, claim, options);
  if (!hash) return hash.error();

  canonicalizer canonical;
  if (!canonical.choose_listed_headers(request, claim.signed_headers))
    return incomplete("SignedHeaders names a header that the request does not have");
  if ((';' + claim.signed_headers + ';').find(";host;") == std::string::npos)
    return incomplete("SignedHeaders must name host");

  signing_options scope;
  scope.algorithm = claim.algorithm;
  scope.region = claim.region;
  scope.service = claim.service;
  date_text date;
  date.set(claim.time);
  std::string to_sign;
  append_string_to_sign(to_sign, scope, date,
                        canonical.build(request, {options.normalize_path, options.double_encode_path}, *hash));

  credentials identity;
  identity.access_key_id = claim.access_key_id;
  identity.secret_access_key = secret_access_key;
  bool right = false;
  if (claim.algorithm == signing_algorithm::sigv4a) {
    const auto key = cache.keys().sigv4a(identity);
    right = key && (*key)->verify(to_sign, claim.signature);
  } else {
    const auto key = cache.keys().sigv4(identity, claim.day, claim.region, claim.service);
    right = equal_in_constant_time(crypto::to_hex(key->sign(to_sign).view()), claim.signature);
  }
  if (!right)
    return refused("SignatureDoesNotMatch",
                   "the signature is not the one computed from this request and the secret key of its access key id");
  return {};
}

}  // namespace aloft::auth
