// Deleting messages, and changing how long they stay hidden.

#include "local/sqs/batch.hpp"
#include "local/sqs/queue_operations.hpp"

namespace aloft::local::sqs {

namespace json = boost::json;

namespace {

json::object remove(queue& from, const input& entry) {
  from.remove(entry.text("ReceiptHandle"));
  return {};
}

json::object change_visibility(queue& of, const input& entry, const call_context& context) {
  of.change_visibility(entry.text("ReceiptHandle"),
                       std::chrono::seconds{entry.integer("VisibilityTimeout").value_or(0)}, now_of(context));
  return {};
}

}  // namespace

json::object delete_message(region_queues& region, const input& request, const call_context& context) {
  return remove(region.require(request, context), request);
}

json::object delete_message_batch(region_queues& region, const input& request, const call_context& context) {
  auto& from = region.require(request, context);
  return each_entry(read_entries(request), context, [&](const input& entry) { return remove(from, entry); });
}

json::object change_message_visibility(region_queues& region, const input& request, const call_context& context) {
  return change_visibility(region.require(request, context), request, context);
}

json::object change_message_visibility_batch(region_queues& region, const input& request, const call_context& context) {
  auto& of = region.require(request, context);
  return each_entry(read_entries(request), context,
                    [&](const input& entry) { return change_visibility(of, entry, context); });
}

}  // namespace aloft::local::sqs
