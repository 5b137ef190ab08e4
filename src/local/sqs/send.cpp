// SendMessage and SendMessageBatch.

#include "local/sqs/batch.hpp"
#include "local/sqs/message_attributes.hpp"
#include "local/sqs/queue_error.hpp"
#include "local/sqs/queue_operations.hpp"
#include "local/sqs/sending_checks.hpp"

namespace aloft::local::sqs {
namespace {

namespace json = boost::json;

constexpr std::size_t most_batch_bytes = 1048576;

json::object send(region_queues& region, queue& to, const input& entry, const call_context& context) {
  auto read = read_sending(region, to, entry, context);
  json::object output{{"MD5OfMessageBody", read.content.body_md5}};
  if (!read.content.attributes.empty()) output["MD5OfMessageAttributes"] = attributes_md5(read.content.attributes);
  if (!read.content.system_attributes.empty())
    output["MD5OfMessageSystemAttributes"] = attributes_md5(read.content.system_attributes);
  const auto sent = to.send(std::move(read), now_of(context));
  output["MessageId"] = sent.id;
  if (!sent.sequence_number.empty()) output["SequenceNumber"] = sent.sequence_number;
  return output;
}

void check_size(const std::vector<input>& entries) {
  std::size_t size = 0;
  for (const auto& entry : entries) {
    size += entry.text("MessageBody").size();
    for (const auto& [name, value] : entry.members("MessageAttributes"))
      size += name.size() + value.text("DataType").size() + value.text("StringValue").size() +
              value.text("BinaryValue").size() / 4 * 3;
  }
  if (size > most_batch_bytes)
    throw refusal("BatchRequestTooLong", "Batch requests cannot be longer than 1048576 bytes. You have sent " +
                                             std::to_string(size) + " bytes.");
}

}  // namespace

json::object send_message(region_queues& region, const input& request, const call_context& context) {
  auto& to = region.require(request, context);
  return send(region, to, request, context);
}

json::object send_message_batch(region_queues& region, const input& request, const call_context& context) {
  auto& to = region.require(request, context);
  const auto entries = read_entries(request);
  check_size(entries);
  return each_entry(entries, context, [&](const input& entry) { return send(region, to, entry, context); });
}

}  // namespace aloft::local::sqs
