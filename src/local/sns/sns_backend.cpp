#include "local/sns/sns_backend.hpp"

#include "local/sns/topic_operations.hpp"

#include <algorithm>

namespace aloft::local::sns {
namespace {

constexpr operation_row<region_topics> table[] = {
    {"ConfirmSubscription", at_once<confirm_subscription>},
    {"CreateTopic", at_once<create_topic>},
    {"DeleteTopic", at_once<delete_topic>},
    {"GetSubscriptionAttributes", at_once<get_subscription_attributes>},
    {"GetTopicAttributes", at_once<get_topic_attributes>},
    {"ListSubscriptions", at_once<list_subscriptions>},
    {"ListSubscriptionsByTopic", at_once<list_subscriptions_by_topic>},
    {"ListTagsForResource", at_once<list_tags_for_resource>},
    {"ListTopics", at_once<list_topics>},
    {"Publish", at_once<publish>},
    {"PublishBatch", at_once<publish_batch>},
    {"SetSubscriptionAttributes", at_once<set_subscription_attributes>},
    {"SetTopicAttributes", at_once<set_topic_attributes>},
    {"Subscribe", at_once<subscribe>},
    {"TagResource", at_once<tag_resource>},
    {"Unsubscribe", at_once<unsubscribe>},
    {"UntagResource", at_once<untag_resource>},
};
static_assert(std::ranges::is_sorted(table, {}, &operation_row<region_topics>::name));

}  // namespace

backend::backend(const delivery_paths& paths)
    : regional_backend{"sns", table, [&paths](const std::string& account_id, std::string_view region) {
                         return std::make_unique<region_topics>(account_id, region, paths);
                       }} {}

}  // namespace aloft::local::sns
