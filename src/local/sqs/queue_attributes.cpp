// What queues say about themselves, and their tags.

#include "local/sqs/queue_error.hpp"
#include "local/sqs/queue_operations.hpp"

#include <algorithm>

namespace aloft::local::sqs {
namespace {

namespace json = boost::json;

constexpr std::size_t most_tags = 50;

std::string seconds_of(instant when) {
  return std::to_string(std::chrono::floor<std::chrono::seconds>(when).time_since_epoch().count());
}

attribute_texts attributes_of(const queue& of) {
  auto all = of.settings().all();
  all["QueueArn"] = of.arn();
  all["ApproximateNumberOfMessages"] = std::to_string(of.count(message_state::visible));
  all["ApproximateNumberOfMessagesNotVisible"] = std::to_string(of.count(message_state::in_flight));
  all["ApproximateNumberOfMessagesDelayed"] = std::to_string(of.count(message_state::delayed));
  all["CreatedTimestamp"] = seconds_of(of.created());
  all["LastModifiedTimestamp"] = seconds_of(of.modified());
  return all;
}

}  // namespace

json::object get_queue_attributes(region_queues& region, const input& request, const call_context& context) {
  const auto& of = region.require(request, context);
  const auto names = request.texts("AttributeNames");
  for (const auto& name : names)
    if (name != "All" && !is_settable(name) && !is_counted(name))
      throw refusal("InvalidAttributeName", "Unknown Attribute " + name + ".");
  const bool all = std::ranges::find(names, "All") != names.end();
  json::object shown;
  for (const auto& [name, value] : attributes_of(of))
    if (all || std::ranges::find(names, name) != names.end()) shown[name] = value;
  json::object output;
  if (!shown.empty()) output["Attributes"] = std::move(shown);
  return output;
}

json::object set_queue_attributes(region_queues& region, const input& request, const call_context& context) {
  auto& changed = region.require(request, context);
  const auto stated = request.text_map("Attributes");
  if (const auto kind = stated.find("FifoQueue"); kind != stated.end())
    throw bad_attribute("FifoQueue", "It cannot be changed once the queue has been made.");
  auto next = changed.settings();
  next.set(stated);
  region.check_redrive(next, changed.arn());
  changed.set(stated, now_of(context));
  changed.bell()->ring();
  return {};
}

json::object tag_queue(region_queues& region, const input& request, const call_context& context) {
  auto& tagged = region.require(request, context);
  auto tags = tagged.tags;
  for (const auto& [key, value] : request.text_map("Tags")) tags.insert_or_assign(key, value);
  if (tags.size() > most_tags) throw bad_parameter("Too many tags added for queue " + tagged.name() + ".");
  tagged.tags = std::move(tags);
  return {};
}

json::object untag_queue(region_queues& region, const input& request, const call_context& context) {
  auto& tagged = region.require(request, context);
  for (const auto& key : request.texts("TagKeys")) tagged.tags.erase(key);
  return {};
}

json::object list_queue_tags(region_queues& region, const input& request, const call_context& context) {
  const auto& tagged = region.require(request, context);
  if (tagged.tags.empty()) return {};
  json::object tags;
  for (const auto& [key, value] : tagged.tags) tags[key] = value;
  return {{"Tags", std::move(tags)}};
}

}  // namespace aloft::local::sqs
