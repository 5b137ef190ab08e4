// Publish and PublishBatch.

#include "local/characters.hpp"
#include "local/number.hpp"
#include "local/sns/deliver.hpp"
#include "local/sns/topic_error.hpp"
#include "local/sns/topic_operations.hpp"
#include "local/sqs/region_queues.hpp"

#include <boost/json/array.hpp>

#include <set>

namespace aloft::local::sns {
namespace {

namespace json = boost::json;

constexpr std::size_t most_entries = 10;

json::object send(region_topics& region, topic& to, publication message, const call_context& context) {
  const auto now = sqs::now_of(context);
  message.id = region.next_id();
  if (to.fifo) {
    const auto* known = to.sent.find(message.deduplication_id, now);
    if (known != nullptr) return {{"MessageId", known->id}, {"SequenceNumber", known->sequence_number}};
    message.sequence_number = sqs::sequence_number(++to.last_sequence);
    to.sent.add(message.deduplication_id, {message.id, message.sequence_number}, now);
  }
  message.sent = time_text(context.now);
  deliver(region, to, message, context);
  json::object output{{"MessageId", message.id}};
  if (!message.sequence_number.empty()) output["SequenceNumber"] = message.sequence_number;
  return output;
}

void check_ids(const std::vector<input>& entries) {
  if (entries.empty()) throw api_error{"EmptyBatchRequest", "The batch request doesn't contain any entries."};
  if (entries.size() > most_entries)
    throw api_error{"TooManyEntriesInBatchRequest",
                    "The batch request contains more entries than permissible (more than 10)."};
  std::set<std::string_view> ids;
  for (const auto& entry : entries) {
    const auto id = entry.text("Id");
    if (id.empty() || id.size() > 80 || !has_only_letters_digits_and("-_", id))
      throw api_error{"InvalidBatchEntryId",
                      "The Id of a batch entry in a batch request doesn't abide by the specification."};
    if (!ids.insert(id).second)
      throw api_error{"BatchEntryIdsNotDistinct", "Two or more batch entries in the request have the same Id."};
  }
}

}  // namespace

json::object publish(region_topics& region, const input& request, const call_context& context) {
  if (!request.text("PhoneNumber").empty()) throw invalid("PhoneNumber Reason: the embedded AWS sends no SMS");
  const auto topic_arn = request.text("TopicArn");
  const auto arn = topic_arn.empty() ? request.text("TargetArn") : topic_arn;
  if (arn.empty()) throw invalid("TopicArn or TargetArn Reason: no value for required parameter");
  auto& to = region.require_topic(arn);
  return send(region, to, read_publication(to, request), context);
}

json::object publish_batch(region_topics& region, const input& request, const call_context& context) {
  auto& to = region.require_topic(request.text("TopicArn"));
  const auto entries = request.structures("PublishBatchRequestEntries");
  check_ids(entries);
  std::size_t size = 0;
  for (const auto& entry : entries) size += entry.text("Message").size() + entry.text("Subject").size();
  if (size > parse_number<std::size_t>(to.text("MaximumMessageSize")).value_or(std::size_t{256} << 10))
    throw api_error{"BatchRequestTooLong", "The length of all the batch messages put together is more than the limit."};
  json::array successful, failed;
  for (const auto& entry : entries) {
    try {
      if (context.hit_by(fault_kind::partial))
        throw api_error{500, "InternalError", "We encountered an internal error. Please try again."};
      auto made = send(region, to, read_publication(to, entry), context);
      made["Id"] = entry.text("Id");
      successful.emplace_back(std::move(made));
    } catch (const api_error& why) {
      failed.emplace_back(json::object{{"Id", entry.text("Id")},
                                       {"Code", why.code()},
                                       {"Message", why.message()},
                                       {"SenderFault", why.status() < 500}});
    }
  }
  return {{"Successful", std::move(successful)}, {"Failed", std::move(failed)}};
}

}  // namespace aloft::local::sns
