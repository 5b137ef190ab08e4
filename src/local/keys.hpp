#pragma once
// The access keys that the embedded AWS knows. Thread-safe.

#include "aloft/local.hpp"
#include "local/account.hpp"
#include "local/operation.hpp"

#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aloft::local {

/// A key pair and who it stands for.
struct known_key {
  std::string id, secret;
  std::string session_token;  ///< empty: a long-term key
  std::optional<std::chrono::system_clock::time_point> expiration;
  local::caller caller;
  std::vector<std::string> denied;  ///< "ec2:RunInstances", "ec2:Delete*"
};

class key_store {
 public:
  void add(known_key key);
  std::optional<known_key> find(std::string_view id) const;

 private:
  mutable std::mutex mutex_;
  std::map<std::string, known_key, std::less<>> keys_;
};

/// The key of an access_key as users state it: an IAM user of the account.
known_key user_key(const access_key& stated, const account& owner);

}  // namespace aloft::local
