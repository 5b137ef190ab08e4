// ReceiveMessage.

#include "local/sqs/message_attributes.hpp"
#include "local/sqs/queue_error.hpp"
#include "local/sqs/queue_operations.hpp"

#include <boost/json/array.hpp>

#include <algorithm>

namespace aloft::local::sqs {
namespace {

namespace json = boost::json;

constexpr std::size_t most_in_flight = 120000;

std::int64_t read_number(const input& request, std::string_view name, std::int64_t least, std::int64_t most,
                         std::int64_t otherwise) {
  const auto stated = request.integer(name).value_or(otherwise);
  if (stated < least || stated > most)
    throw bad_parameter(
        std::to_string(stated), name,
        join({"Must be between ", std::to_string(least), " and ", std::to_string(most), ", if provided."}));
  return stated;
}

std::string milliseconds(instant when) { return std::to_string(when.time_since_epoch().count()); }

json::object system_attributes_of(const message& of, std::vector<std::string> wanted) {
  json::object shown;
  const bool all = std::ranges::find(wanted, "All") != wanted.end();
  const auto show = [&](std::string_view name, std::string_view value) {
    if (!value.empty() && (all || std::ranges::find(wanted, name) != wanted.end())) shown[name] = value;
  };
  show("SenderId", of.sender_id);
  show("SentTimestamp", milliseconds(of.sent));
  show("ApproximateReceiveCount", std::to_string(of.received));
  show("ApproximateFirstReceiveTimestamp", milliseconds(of.first_received.value_or(of.sent)));
  show("SequenceNumber", of.sequence_number);
  show("MessageDeduplicationId", of.deduplication_id);
  show("MessageGroupId", of.group);
  show("DeadLetterQueueSourceArn", of.dead_letter_source);
  if (const auto trace = of.system_attributes.find("AWSTraceHeader"); trace != of.system_attributes.end())
    show("AWSTraceHeader", trace->second.bytes);
  return shown;
}

struct wanted_parts {
  std::vector<std::string> system, attributes;

  explicit wanted_parts(const input& request)
      : system{request.texts("MessageSystemAttributeNames")}, attributes{request.texts("MessageAttributeNames")} {
    std::ranges::move(request.texts("AttributeNames"), std::back_inserter(system));  // the older name of the same
  }
};

json::object write(const delivery& made, const wanted_parts& wanted) {
  const auto& content = *made.content;
  json::object shown{{"MessageId", content.id},
                     {"ReceiptHandle", made.receipt_handle},
                     {"MD5OfBody", content.body_md5},
                     {"Body", content.body}};
  if (auto system = system_attributes_of(content, wanted.system); !system.empty())
    shown["Attributes"] = std::move(system);
  if (const auto some = chosen(content.attributes, wanted.attributes); !some.empty()) {
    shown["MD5OfMessageAttributes"] = attributes_md5(some);
    shown["MessageAttributes"] = write_attributes(some);
  }
  return shown;
}

json::object receive(queue& from, const std::vector<std::uint64_t>& numbers, std::chrono::seconds visibility,
                     const wanted_parts& wanted, const call_context& context) {
  json::array messages;
  for (const auto number : numbers) {
    // As when a server of SQS did not hear that another had handed the message out.
    const bool again = !from.settings().fifo() && context.hit_by(fault_kind::duplicate);
    const auto made = from.deliver(number, again ? std::chrono::seconds{0} : visibility, now_of(context));
    messages.emplace_back(write(made, wanted));
  }
  json::object output;
  if (!messages.empty()) output["Messages"] = std::move(messages);
  return output;
}

}  // namespace

outcome receive_message(region_queues& region, const input& request, const call_context& context) {
  auto& from = region.require(request, context);
  const auto most = static_cast<std::size_t>(read_number(request, "MaxNumberOfMessages", 1, 10, 1));
  const std::chrono::seconds wait{read_number(request, "WaitTimeSeconds", 0, 20, from.settings().wait().count())};
  const std::chrono::seconds visibility{
      read_number(request, "VisibilityTimeout", 0, 43200, from.settings().visibility().count())};
  const wanted_parts wanted{request};
  const auto now = now_of(context);

  const auto seen = from.bell()->rings();
  const auto in_flight = from.count(message_state::in_flight);
  const auto room = in_flight < most_in_flight ? std::min(most, most_in_flight - in_flight) : 0;
  if (room == 0 && !from.settings().fifo())
    throw refusal("OverLimit", "The maximum number of in flight messages is reached.");
  const auto numbers = region.receivable(from, room, now);
  const auto deadline = std::chrono::floor<std::chrono::milliseconds>(context.started.to_time_point()) + wait;
  if (!numbers.empty() || now >= deadline) return receive(from, numbers, visibility, wanted, context);
  const auto until = std::min(deadline, from.next_change().value_or(deadline));
  return suspension{timestamp::from(until), from.bell(), seen, {}};
}

}  // namespace aloft::local::sqs
