#pragma once
// Topics and subscriptions as plain values.

#include "local/sns/filter_policy.hpp"
#include "local/sqs/recent_sends.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace aloft::local::sns {

using attribute_texts = std::map<std::string, std::string, std::less<>>;

struct topic {
  std::string name, arn;
  attribute_texts attributes;  ///< those that were set
  attribute_texts tags;
  bool fifo = false;
  sqs::recent_sends sent{};  ///< FIFO: by deduplication id
  std::uint64_t last_sequence = 0;

  bool on(std::string_view attribute) const {
    const auto found = attributes.find(attribute);
    return found != attributes.end() && found->second == "true";
  }
  std::string_view text(std::string_view attribute) const {
    const auto found = attributes.find(attribute);
    return found != attributes.end() ? std::string_view{found->second} : std::string_view{};
  }
};

struct subscription {
  std::string arn, topic_arn, owner, protocol, endpoint;
  std::string token;  ///< confirms it; "": it is confirmed
  bool authenticated = false;
  attribute_texts attributes;
  std::optional<filter_policy> filter{};

  bool confirmed() const noexcept { return token.empty(); }
  bool raw() const { return is("RawMessageDelivery", "true"); }
  bool filters_body() const { return is("FilterPolicyScope", "MessageBody"); }

 private:
  bool is(std::string_view name, std::string_view value) const {
    const auto found = attributes.find(name);
    return found != attributes.end() && found->second == value;
  }
};

}  // namespace aloft::local::sns
