#include "local/sqs/sqs_backend.hpp"

#include "local/region_facts.hpp"
#include "local/sqs/message_attributes.hpp"
#include "local/sqs/queue_operations.hpp"

#include <algorithm>

namespace aloft::local::sqs {
namespace {

constexpr operation_row<region_queues> table[] = {
    {"ChangeMessageVisibility", at_once<change_message_visibility>},
    {"ChangeMessageVisibilityBatch", at_once<change_message_visibility_batch>},
    {"CreateQueue", at_once<create_queue>},
    {"DeleteMessage", at_once<delete_message>},
    {"DeleteMessageBatch", at_once<delete_message_batch>},
    {"DeleteQueue", at_once<delete_queue>},
    {"GetQueueAttributes", at_once<get_queue_attributes>},
    {"GetQueueUrl", at_once<get_queue_url>},
    {"ListDeadLetterSourceQueues", at_once<list_dead_letter_source_queues>},
    {"ListMessageMoveTasks", at_once<list_message_move_tasks>},
    {"ListQueueTags", at_once<list_queue_tags>},
    {"ListQueues", at_once<list_queues>},
    {"PurgeQueue", at_once<purge_queue>},
    {"ReceiveMessage", receive_message},
    {"SendMessage", at_once<send_message>},
    {"SendMessageBatch", at_once<send_message_batch>},
    {"SetQueueAttributes", at_once<set_queue_attributes>},
    {"StartMessageMoveTask", at_once<start_message_move_task>},
    {"TagQueue", at_once<tag_queue>},
    {"UntagQueue", at_once<untag_queue>},
};
static_assert(std::ranges::is_sorted(table, {}, &operation_row<region_queues>::name));

/// Region and account of "arn:aws:sqs:REGION:ACCOUNT:NAME"; nothing for anything else.
std::optional<std::pair<std::string_view, std::string>> place_of(std::string_view arn) {
  constexpr std::size_t colons = 5;
  std::string_view parts[colons + 1];
  for (std::size_t i = 0; i < colons; ++i) {
    const auto end = arn.find(':');
    if (end == arn.npos) return std::nullopt;
    parts[i] = arn.substr(0, end);
    arn.remove_prefix(end + 1);
  }
  const bool fits = parts[0] == "arn" && parts[2] == "sqs" && find_region(parts[3]) != nullptr && !parts[4].empty();
  if (!fits) return std::nullopt;
  return std::pair{parts[3], std::string{parts[4]}};
}

/// What a queue refuses, whoever sends.
bool fits(const queue& to, const message& content) {
  return size_of(content) <= to.settings().most_bytes() && content.attributes.size() <= 10 &&
         (!to.settings().fifo() ||
          (!content.group.empty() && (!content.deduplication_id.empty() || to.settings().deduplicates_by_content())));
}

}  // namespace

backend::backend()
    : regional_backend{"sqs", table, [](const std::string& account_id, std::string_view region) {
                         return std::make_unique<region_queues>(account_id, region);
                       }} {}

std::optional<bool> backend::is_fifo(std::string_view arn) {
  const auto place = place_of(arn);
  if (!place) return std::nullopt;
  return states().with(place->second, place->first, [&](region_queues& region) -> std::optional<bool> {
    const auto* found = region.find_by_arn(arn);
    if (found == nullptr) return std::nullopt;
    return found->settings().fifo();
  });
}

acceptance backend::take(std::string_view arn, message content, const access_request* by, instant now) {
  const auto place = place_of(arn);
  if (!place) return acceptance::no_queue;
  return states().with(place->second, place->first, [&](region_queues& region) {
    auto* to = region.find_by_arn(arn);
    if (to == nullptr) return acceptance::no_queue;
    if (by != nullptr && (to->settings().policy() == nullptr || !to->settings().policy()->allows(*by)))
      return acceptance::not_allowed;
    if (!to->settings().fifo()) content.deduplication_id.clear();
    if (!fits(*to, content)) return acceptance::not_valid;
    to->advance(now);
    content.id = region.next_id();
    content.body_md5 = text_md5(content.body);
    to->send({std::move(content), std::nullopt}, now);
    return acceptance::taken;
  });
}

}  // namespace aloft::local::sqs
