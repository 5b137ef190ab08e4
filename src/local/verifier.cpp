#include "local/verifier.hpp"

#include "local/region_facts.hpp"

#include <string>

namespace aloft::local {
namespace {

constexpr std::chrono::minutes allowed_skew{15};

/// How a service words its refusals. EC2 says little and has codes of its own.
struct wording {
  bool ec2, s3;

  api_error unknown_key() const {
    if (ec2) return auth_failure();
    if (s3) return {403, "InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records."};
    return {403, "InvalidClientTokenId", "The security token included in the request is invalid."};
  }
  api_error expired_token() const {
    if (ec2) return expired();
    if (s3) return {400, "ExpiredToken", "The provided token has expired."};
    return {403, "ExpiredToken", "The security token included in the request is expired"};
  }
  api_error mismatch(std::string detail) const {
    if (ec2) return auth_failure();
    return {403, "SignatureDoesNotMatch", std::move(detail)};
  }
  api_error of(const error& refusal, bool presigned) const {
    const bool untimely = refusal.code() == "RequestExpired" || refusal.code() == "RequestTimeTooSkewed";
    if (ec2 && untimely) return expired();
    if (s3 && untimely && presigned) return {403, "AccessDenied", "Request has expired"};
    if (s3 && untimely)
      return {403, "RequestTimeTooSkewed",
              "The difference between the request time and the current time is too large."};
    if (s3 && refusal.code() == "XAmzContentSHA256Mismatch")
      return {400, "XAmzContentSHA256Mismatch",
              "The provided 'x-amz-content-sha256' header does not match what was computed."};
    return mismatch(std::string{refusal.message()});
  }
  static api_error auth_failure() {
    return {401, "AuthFailure", "AWS was not able to validate the provided access credentials"};
  }
  static api_error expired() { return {400, "RequestExpired", "Request has expired."}; }
};

void check_scope(const auth::signature_claim& claim, std::string_view signing_name, const wording& refuse) {
  if (claim.service != signing_name)
    throw refuse.mismatch(join({"Credential should be scoped to correct service: '", signing_name, "'. "}));
  if (find_region(claim.region) == nullptr) throw refuse.mismatch("Credential should be scoped to a valid region. ");
}

}  // namespace

auth::signature_claim read_claim(const http_request& request) {
  auto claim = auth::read_signature(request);
  if (claim && claim->algorithm == signing_algorithm::sigv4) return std::move(*claim);
  if (claim) throw api_error{"IncompleteSignature", "Unsupported AWS 'algorithm': 'AWS4-ECDSA-P256-SHA256'"};
  const std::string message{claim.error().message()};
  if (claim.error().code() == "MissingAuthenticationToken") throw api_error{403, "MissingAuthenticationToken", message};
  throw api_error{"IncompleteSignature", message};
}

known_key verifier::verify(const http_request& request, const auth::signature_claim& claim,
                           std::string_view signing_name, std::chrono::system_clock::time_point now,
                           bool body_is_later) {
  const wording refuse{signing_name == "ec2", signing_name == "s3"};
  auto key = keys_.find(claim.access_key_id);
  if (!check_) return key ? *std::move(key) : fallback_;

  check_scope(claim, signing_name, refuse);
  if (!key || claim.session_token != key->session_token) throw refuse.unknown_key();
  if (key->expiration && now >= *key->expiration) throw refuse.expired_token();
  const bool as_it_is = signing_name == "s3";  // S3 signs paths as they are, and presigned requests without their body
  const auth::verify_options how{.now = now,
                                 .tolerance = allowed_skew,
                                 .double_encode_path = !as_it_is,
                                 .normalize_path = !as_it_is,
                                 .presigned_body_is_signed = !as_it_is,
                                 .body_is_later = body_is_later};
  if (auto right = auth::verify(request, claim, key->secret, how, derived_); !right)
    throw refuse.of(right.error(), claim.lifetime.count() != 0);
  return *std::move(key);
}

}  // namespace aloft::local
