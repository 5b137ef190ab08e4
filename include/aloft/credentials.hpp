#pragma once
// An AWS identity as a plain value.

#include <chrono>
#include <optional>
#include <string>

namespace aloft {

/// Keys that sign requests, or a token that stands for them. Values are never written to logs or errors; only
/// access_key_id may be.
struct credentials {
  std::string access_key_id;
  std::string secret_access_key;
  std::string session_token;                                        ///< empty for long-term keys
  std::optional<std::chrono::system_clock::time_point> expiration;  ///< nothing: they do not expire
  std::string account_id;                                           ///< empty when the provider does not know it
  std::string provider;           ///< who gave them: "explicit", "env", "shared-credentials-file", …
  std::string bearer_token = {};  ///< instead of keys, for services that take tokens
};

}  // namespace aloft
