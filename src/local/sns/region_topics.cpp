#include "local/sns/region_topics.hpp"

#include "crypto/uuid.hpp"
#include "local/random.hpp"
#include "local/region_facts.hpp"
#include "local/sns/topic_error.hpp"

#include <array>

namespace aloft::local::sns {
namespace {

std::uint64_t seed_of(std::string_view text) {
  std::uint64_t seed = 0x736e73;
  for (const char c : text) seed = seed * 1099511628211u ^ static_cast<unsigned char>(c);
  return seed;
}

}  // namespace

region_topics::region_topics(std::string account_id, std::string_view region, const delivery_paths& paths)
    : account_id_{std::move(account_id)},
      region_{region},
      paths_{paths},
      random_{seed_of(account_id_ + '/' + region_)} {
  const auto* fact = find_region(region);
  partition_ = fact != nullptr ? fact->partition : "aws";
  host_ = join({"sns.", region_, ".", dns_suffix(partition_)});
}

std::string region_topics::arn(std::string_view name) const {
  return join({"arn:", partition_, ":sns:", region_, ":", account_id_, ":", name});
}

std::vector<subscription*> region_topics::subscriptions_of(std::string_view topic_arn) {
  const auto prefix = std::string{topic_arn} + ':';
  std::vector<subscription*> found;
  for (auto next = subscriptions_.lower_bound(prefix); next != subscriptions_.end() && next->first.starts_with(prefix);
       ++next)
    found.push_back(&next->second);
  return found;
}

topic& region_topics::require_topic(std::string_view wanted) {
  const auto found = topics_.find(wanted);
  if (found != topics_.end()) return found->second;
  if (!wanted.starts_with("arn:")) throw invalid("TopicArn");
  throw no_such("Topic");
}

subscription& region_topics::require_subscription(std::string_view wanted) {
  const auto found = subscriptions_.find(wanted);
  if (found != subscriptions_.end()) return found->second;
  if (!wanted.starts_with("arn:")) throw invalid("SubscriptionArn");
  throw no_such("Subscription");
}

std::string region_topics::next_id() {
  std::array<std::uint8_t, 16> bytes;
  for (std::size_t half = 0; half < 2; ++half) {
    auto random = next_random(random_);
    for (std::size_t i = 0; i < 8; ++i, random >>= 8) bytes[half * 8 + i] = static_cast<std::uint8_t>(random);
  }
  return std::string{crypto::uuid_from(bytes).view()};
}

std::string region_topics::next_token() {
  std::string token;
  for (int i = 0; i < 4; ++i) {
    for (const char c : next_id())
      if (c != '-') token += c;
  }
  return token;
}

}  // namespace aloft::local::sns
