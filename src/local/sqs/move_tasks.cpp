// Moving what is in a dead-letter queue back, or elsewhere. The embedded SQS does it at once: tasks are complete when
// they have been started, at whatever rate.

#include "aloft/base64.hpp"
#include "local/sqs/queue_error.hpp"
#include "local/sqs/queue_operations.hpp"

#include <boost/json/array.hpp>

#include <algorithm>
#include <ranges>

namespace aloft::local::sqs {
namespace {

namespace json = boost::json;

api_error not_there(std::string message) {
  return api_error{404, "ResourceNotFoundException", std::move(message)}.known_as("ResourceNotFoundException");
}

queue& require_dead_letter_queue(region_queues& region, std::string_view arn) {
  auto* found = region.find_by_arn(arn);
  if (found == nullptr) throw not_there("The resource that you specified for the SourceArn parameter doesn't exist.");
  const bool has_source = std::ranges::any_of(region.all(), [&](const auto& one) {
    const auto& redriven = one.second.settings().redriven();
    return redriven && redriven->target == arn;
  });
  if (!has_source) throw bad_parameter("Source queue must be configured as a Dead Letter Queue.");
  return *found;
}

}  // namespace

json::object start_message_move_task(region_queues& region, const input& request, const call_context& context) {
  const auto now = now_of(context);
  auto& source = require_dead_letter_queue(region, request.text("SourceArn"));
  const std::string stated{request.text("DestinationArn")};
  auto* target = stated.empty() ? nullptr : region.find_by_arn(stated);
  if (!stated.empty() && target == nullptr)
    throw not_there("The resource that you specified for the DestinationArn parameter doesn't exist.");
  source.advance(now);
  move_task task;
  task.source = source.arn();
  task.destination = stated;
  task.started = now;
  task.per_second = request.integer("MaxNumberOfMessagesPerSecond");
  for (const auto number : source.receivable(source.count(message_state::visible))) {
    auto* to = target != nullptr ? target : region.find_by_arn(source.at(number).dead_letter_source);
    if (to == nullptr) continue;  // sent to the queue itself, or its source is gone
    to->take_in(source.take_out(number), now);
    ++task.moved;
  }
  task.handle = to_base64(R"({"taskId":")" + region.next_id() + R"(","sourceArn":")" + task.source + "\"}");
  region.moves.push_back(task);
  return {{"TaskHandle", task.handle}};
}

json::object list_message_move_tasks(region_queues& region, const input& request, const call_context&) {
  const auto arn = request.text("SourceArn");
  static_cast<void>(require_dead_letter_queue(region, arn));
  const auto most = request.integer("MaxResults").value_or(1);
  if (most < 1 || most > 10) throw bad_parameter(std::to_string(most), "MaxResults", "Must be between 1 and 10.");
  json::array results;
  for (const auto& task : std::views::reverse(region.moves)) {
    if (task.source != arn || results.size() == static_cast<std::size_t>(most)) continue;
    json::object shown{{"Status", "COMPLETED"},
                       {"SourceArn", task.source},
                       {"ApproximateNumberOfMessagesMoved", task.moved},
                       {"ApproximateNumberOfMessagesToMove", task.moved},
                       {"StartedTimestamp", task.started.time_since_epoch().count()}};
    if (!task.destination.empty()) shown["DestinationArn"] = task.destination;
    if (task.per_second) shown["MaxNumberOfMessagesPerSecond"] = *task.per_second;
    results.emplace_back(std::move(shown));
  }
  return {{"Results", std::move(results)}};
}

}  // namespace aloft::local::sqs
