#include "auth/verify.hpp"

#include "auth/canonical.hpp"
#include "auth/signing_key.hpp"
#include "auth/sigv4a.hpp"
#include "auth/string_to_sign.hpp"
#include "crypto/digest.hpp"
#include "crypto/hex.hpp"

#include "aloft/timestamp.hpp"

#include <openssl/crypto.h>

namespace aloft::auth {
namespace {

error refused(std::string code, std::string message) {
  return error{error_kind::service, std::move(code), std::move(message)};
}

std::string text_of(std::chrono::system_clock::time_point time) { return format_amz_date(timestamp::from(time)); }

// The texts are those of AWS's services.
result<void> check_time(const signature_claim& claim, const verify_options& options) {
  if (!claim.time_text.starts_with(claim.day))
    return refused("SignatureDoesNotMatch",
                   "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '" +
                       claim.day + "' != '" + claim.time_text.substr(0, 8) + "', from '" + claim.time_text + "'.");
  const auto minutes = [](std::chrono::seconds span) {
    return std::to_string(span / std::chrono::minutes{1}) + " min.)";
  };
  // In seconds: a claim may be of any year, and nanoseconds would overflow.
  const auto sent = std::chrono::floor<std::chrono::seconds>(claim.time);
  const auto now = std::chrono::floor<std::chrono::seconds>(options.now);
  if (sent > now + options.tolerance)
    return refused("RequestTimeTooSkewed", "Signature not yet current: " + claim.time_text + " is still later than " +
                                               text_of(now + options.tolerance) + " (" + text_of(now) + " + " +
                                               minutes(options.tolerance));
  const auto valid_for = claim.lifetime.count() != 0 ? claim.lifetime : options.tolerance;
  if (now > sent + valid_for)
    return refused("RequestExpired", "Signature expired: " + claim.time_text + " is now earlier than " +
                                         text_of(now - valid_for) + " (" + text_of(now) + " - " + minutes(valid_for));
  return {};
}

// What stands in the canonical request for the body, once the body has been found to agree with it.
result<std::string> payload_hash(const http_request& request, const signature_claim& claim,
                                 const verify_options& options) {
  const auto stated = request.headers.find("x-amz-content-sha256");
  if (claim.lifetime.count() != 0 && !options.presigned_body_is_signed && !stated)
    return std::string{payload::unsigned_body};
  if (stated && (options.body_is_later || *stated == payload::unsigned_body || stated->starts_with("STREAMING-")))
    return std::string{*stated};
  std::string actual = crypto::to_hex(crypto::sha256(request.body).view());
  if (stated && *stated != actual)
    return refused("XAmzContentSHA256Mismatch", "the body is not the one that X-Amz-Content-Sha256 was computed of");
  return actual;
}

bool equal_in_constant_time(std::string_view a, std::string_view b) noexcept {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace

result<void> verify(const http_request& request, const signature_claim& claim, std::string_view secret_access_key,
                    const verify_options& options, signing_key_cache& cache) {
  if (auto timely = check_time(claim, options); !timely) return timely;
  const auto hash = payload_hash(request, claim, options);
  if (!hash) return hash.error();

  canonicalizer canonical;
  if (!canonical.choose_listed_headers(request, claim.signed_headers))
    return refused("IncompleteSignature", "A header of SignedHeaders is not in the request, or is listed twice.");
  if ((';' + claim.signed_headers + ';').find(";host;") == std::string::npos)
    return refused("IncompleteSignature", "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");

  signing_options scope;
  scope.algorithm = claim.algorithm;
  scope.region = claim.region;
  scope.service = claim.service;
  date_text date;
  date.set(claim.time);
  std::string to_sign;
  const std::string_view canonical_request =
      canonical.build(request, {options.normalize_path, options.double_encode_path}, *hash);
  append_string_to_sign(to_sign, scope, date, canonical_request);

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
                   "The request signature we calculated does not match the signature you provided. Check your AWS "
                   "Secret Access Key and signing method. Consult the service documentation for details.\n\n"
                   "The Canonical String for this request should have been\n'" +
                       std::string{canonical_request} + "'\n\nThe String-to-Sign should have been\n'" + to_sign +
                       "'\n");
  return {};
}

}  // namespace aloft::auth
