#include "local/verifier.hpp"

#include "auth/canonical.hpp"
#include "auth/signing_key.hpp"
#include "crypto/digest.hpp"
#include "crypto/hex.hpp"
#include "local/api_error.hpp"
#include "local/regions.hpp"

#include <string>

namespace aloft::local {
namespace {

using std::chrono::system_clock;

constexpr std::chrono::minutes allowed_skew{15};

/// How a service words its refusals. EC2 says little and has codes of its own.
struct wording {
  bool ec2;

  api_error unknown_key() const {
    if (ec2) return auth_failure();
    return {403, "InvalidClientTokenId", "The security token included in the request is invalid."};
  }
  api_error expired_token() const {
    if (ec2) return {400, "RequestExpired", "Request has expired."};
    return {403, "ExpiredToken", "The security token included in the request is expired"};
  }
  api_error stale(std::string detail) const {
    if (ec2) return {400, "RequestExpired", "Request has expired."};
    return {403, "SignatureDoesNotMatch", std::move(detail)};
  }
  api_error mismatch(std::string detail) const {
    if (ec2) return auth_failure();
    return {403, "SignatureDoesNotMatch", std::move(detail)};
  }
  static api_error auth_failure() {
    return {401, "AuthFailure", "AWS was not able to validate the provided access credentials"};
  }
};

std::string text_of(system_clock::time_point time) { return format_amz_date(timestamp::from(time)); }

void check_time(const received_signature& received, system_clock::time_point now, const wording& refuse) {
  if (!received.time_text.starts_with(received.date))
    throw refuse.mismatch(
        join({"Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '",
              received.date, "' != '", received.time_text.substr(0, 8), "', from '", received.time_text, "'."}));
  const auto valid_for =
      received.by_query ? std::chrono::duration_cast<system_clock::duration>(received.lifetime) : allowed_skew;
  if (now > received.time + valid_for)
    throw refuse.stale(
        join({"Signature expired: ", received.time_text, " is now earlier than ", text_of(now - valid_for), " (",
              text_of(now), " - ", std::to_string(valid_for / std::chrono::minutes{1}), " min.)"}));
  if (received.time > now + allowed_skew)
    throw refuse.stale(join({"Signature not yet current: ", received.time_text, " is still later than ",
                             text_of(now + allowed_skew), " (", text_of(now), " + 15 min.)"}));
}

void check_scope(const received_signature& received, std::string_view signing_name, const wording& refuse) {
  if (received.service != signing_name)
    throw refuse.mismatch(join({"Credential should be scoped to correct service: '", signing_name, "'. "}));
  if (find_region(received.region) == nullptr) throw refuse.mismatch("Credential should be scoped to a valid region. ");
}

/// Names of a list separated by ';'.
bool lists(std::string_view names, std::string_view name) noexcept {
  while (!names.empty()) {
    const auto end = std::min(names.find(';'), names.size());
    if (iequals(names.substr(0, end), name)) return true;
    names.remove_prefix(std::min(end + 1, names.size()));
  }
  return false;
}

bool equal_in_constant_time(std::string_view a, std::string_view b) noexcept {
  if (a.size() != b.size()) return false;
  unsigned difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    difference |= static_cast<unsigned char>(a[i]) ^ static_cast<unsigned char>(b[i]);
  return difference == 0;
}

}  // namespace

known_key verifier::verify(const http_request& request, const received_signature& received,
                           std::string_view signing_name, system_clock::time_point now) {
  const wording refuse{signing_name == "ec2"};
  auto key = keys_.find(received.key_id);
  if (!check_) return key ? *std::move(key) : fallback_;

  check_scope(received, signing_name, refuse);
  if (!key || received.session_token != key->session_token) throw refuse.unknown_key();
  if (key->expiration && now >= *key->expiration) throw refuse.expired_token();
  check_time(received, now, refuse);

  if (!lists(received.signed_headers, "host"))
    throw refuse.mismatch("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
  auth::canonicalizer canonical;
  if (!canonical.choose_listed_headers(request, received.signed_headers))
    throw refuse.mismatch("A header of SignedHeaders is not in the request, or is listed twice.");
  const auto body_hash = crypto::to_hex(crypto::sha256(request.body).view());
  const std::string text{canonical.build(request, {}, body_hash)};
  const auto to_sign = join({"AWS4-HMAC-SHA256\n", received.time_text, "\n", received.scope(), "\n",
                             crypto::to_hex(crypto::sha256(text).view())});
  credentials identity;
  identity.access_key_id = key->id;
  identity.secret_access_key = key->secret;
  const auto derived = derived_.keys().sigv4(identity, received.date, received.region, received.service);
  if (!equal_in_constant_time(crypto::to_hex(derived->sign(to_sign).view()), received.signature))
    throw refuse.mismatch(
        join({"The request signature we calculated does not match the signature you provided. Check your "
              "AWS Secret Access Key and signing method. Consult the service documentation for details.\n\n"
              "The Canonical String for this request should have been\n'",
              text, "'\n\nThe String-to-Sign should have been\n'", to_sign, "'\n"}));
  return *std::move(key);
}

api_error unsigned_request() { return {403, "MissingAuthenticationToken", "Request is missing Authentication Token"}; }

}  // namespace aloft::local
