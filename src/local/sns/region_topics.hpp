#pragma once
// The topics and subscriptions of one account in one region. Not thread-safe: a lock is held while an operation runs.

#include "local/operation.hpp"
#include "local/sns/delivery_paths.hpp"
#include "local/sns/topic.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace aloft::local::sns {

class region_topics {
 public:
  /// `paths` outlive the state.
  region_topics(std::string account_id, std::string_view region, const delivery_paths& paths);

  std::string arn(std::string_view name) const;
  std::map<std::string, topic, std::less<>>& topics() noexcept { return topics_; }                       ///< by ARN
  std::map<std::string, subscription, std::less<>>& subscriptions() noexcept { return subscriptions_; }  ///< by ARN
  /// Those of a topic, in the order of their ARNs.
  std::vector<subscription*> subscriptions_of(std::string_view topic_arn);
  /// Throws NotFound, or InvalidParameter where the text is no ARN.
  topic& require_topic(std::string_view arn);
  subscription& require_subscription(std::string_view arn);

  const delivery_paths& paths() const noexcept { return paths_; }
  /// "sns.eu-west-1.amazonaws.com"
  const std::string& host() const noexcept { return host_; }
  std::string next_id();
  /// A token that nobody guesses from another.
  std::string next_token();

 private:
  std::string account_id_, region_, partition_, host_;
  const delivery_paths& paths_;
  std::map<std::string, topic, std::less<>> topics_;
  std::map<std::string, subscription, std::less<>> subscriptions_;
  std::uint64_t random_;
};

}  // namespace aloft::local::sns
