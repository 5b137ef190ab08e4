#include "config/providers/environment_keys.hpp"

#include "config/providers/text_files.hpp"

namespace aloft::config {

result<std::optional<credentials>> environment_keys(const environment& variables,
                                                    std::chrono::system_clock::time_point now) {
  const auto id = variables.get("AWS_ACCESS_KEY_ID");
  if (!id) return std::nullopt;
  const auto secret = variables.get("AWS_SECRET_ACCESS_KEY");
  if (!secret) return partial_credentials("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "in the environment");
  credentials out;
  out.access_key_id = *id;
  out.secret_access_key = *secret;
  out.session_token = variables.get("AWS_SECURITY_TOKEN").value_or(variables.get("AWS_SESSION_TOKEN").value_or(""));
  out.account_id = variables.get("AWS_ACCOUNT_ID").value_or("");
  if (const auto expiration = variables.get("AWS_CREDENTIAL_EXPIRATION")) {
    out.expiration = time_of(*expiration);
    if (!out.expiration)
      return error{error_kind::credentials, "InvalidExpiration",
                   "AWS_CREDENTIAL_EXPIRATION is \"" + *expiration + "\"; expected an ISO 8601 time"};
    if (*out.expiration <= now)
      return error{error_kind::credentials, "ExpiredCredentials",
                   "The keys in the environment have expired at " + iso_time(*out.expiration) +
                       ", says AWS_CREDENTIAL_EXPIRATION; set newer ones"};
  }
  out.provider = "env";
  return out;
}

error partial_credentials(const std::string& has, const std::string& lacks, const std::string& where) {
  return error{error_kind::credentials, "PartialCredentials",
               has + " is set " + where + " but " + lacks + " is not; set both or neither"};
}

}  // namespace aloft::config
