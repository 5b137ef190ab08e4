// Making, finding and ending queues.

#include "local/characters.hpp"
#include "local/name_pages.hpp"
#include "local/sqs/queue_error.hpp"
#include "local/sqs/queue_operations.hpp"

#include <boost/json/array.hpp>

namespace aloft::local::sqs {
namespace {

namespace json = boost::json;

constexpr std::string_view fifo_suffix = ".fifo";

void check_name(std::string_view name, bool fifo) {
  const auto stem = fifo && name.ends_with(fifo_suffix) ? name.substr(0, name.size() - fifo_suffix.size()) : name;
  const bool fits = !stem.empty() && name.size() <= 80 && has_only_letters_digits_and("-_", stem);
  if (fifo && (!fits || stem == name))
    throw bad_parameter(
        "The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, "
        "must end with .fifo suffix and be 1 to 80 in length.");
  if (!fits)
    throw bad_parameter("Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length.");
}

/// Refuses a MaxResults that is not 1 to 1000, and a token that is none.
name_pages read_pages(const input& request) {
  const auto most = request.integer("MaxResults").value_or(1000);
  if (most < 1 || most > 1000)
    throw bad_parameter(std::to_string(most), "MaxResults", "MaxResults must be an integer between 1 and 1000.");
  name_pages pages{most};
  if (!pages.go_on(request.text("NextToken"))) throw bad_parameter("Invalid or expired next token.");
  return pages;
}

/// SQS gives a token only to those who state MaxResults.
void finish(const name_pages& page, const input& request, json::object& output) {
  if (const auto token = page.next_token(); token && request.has("MaxResults")) output["NextToken"] = *token;
}

}  // namespace

json::object create_queue(region_queues& region, const input& request, const call_context& context) {
  const auto name = request.text("QueueName");
  const auto stated = request.text_map("Attributes");
  const auto kind = stated.find("FifoQueue");
  const bool fifo = kind != stated.end() && kind->second == "true";
  check_name(name, fifo);
  const json::object output{{"QueueUrl", region.url(context.endpoint, name)}};
  const auto now = now_of(context);
  if (const auto* there = region.find(name)) {
    if (const auto other = there->settings().differing(stated); !other.empty())
      throw refusal("QueueNameExists",
                    join({"A queue already exists with the same name and a different value for attribute ", other}));
    return output;
  }
  if (region.deleted_recently(name, now))
    throw refusal("QueueDeletedRecently",
                  "You must wait 60 seconds after deleting a queue before you can create another with the same name.");
  queue_settings settings{fifo, stated};
  const auto arn = region.arn(name);
  region.check_redrive(settings, arn);
  queue made{std::string{name}, arn, std::move(settings), now};
  made.tags = request.text_map("tags");
  region.all().emplace(name, std::move(made));
  return output;
}

json::object get_queue_url(region_queues& region, const input& request, const call_context& context) {
  const auto name = request.text("QueueName");
  const auto owner = request.text("QueueOwnerAWSAccountId");
  if (region.find(name) == nullptr || (!owner.empty() && owner != context.caller.account_id)) throw no_such_queue();
  return {{"QueueUrl", region.url(context.endpoint, name)}};
}

json::object list_queues(region_queues& region, const input& request, const call_context& context) {
  const auto prefix = request.text("QueueNamePrefix");
  auto page = read_pages(request);
  json::array urls;
  for (const auto& [name, one] : region.all())
    if (name.starts_with(prefix) && page.take(name)) urls.emplace_back(region.url(context.endpoint, name));
  json::object output;
  if (!urls.empty()) output["QueueUrls"] = std::move(urls);
  finish(page, request, output);
  return output;
}

json::object list_dead_letter_source_queues(region_queues& region, const input& request, const call_context& context) {
  const auto& target = region.require(request, context);
  auto page = read_pages(request);
  json::array urls;
  for (const auto& [name, one] : region.all())
    if (one.settings().redriven() && one.settings().redriven()->target == target.arn() && page.take(name))
      urls.emplace_back(region.url(context.endpoint, name));
  json::object output{{"queueUrls", std::move(urls)}};
  finish(page, request, output);
  return output;
}

json::object delete_queue(region_queues& region, const input& request, const call_context& context) {
  region.remove(region.require(request, context), now_of(context));
  return {};
}

json::object purge_queue(region_queues& region, const input& request, const call_context& context) {
  constexpr std::chrono::seconds rest{60};
  auto& purged = region.require(request, context);
  const auto now = now_of(context);
  if (purged.purged && now < *purged.purged + rest)
    throw refusal("PurgeQueueInProgress",
                  join({"Only one PurgeQueue operation on ", purged.name(), " is allowed every 60 seconds."}));
  purged.purge(now);
  return {};
}

}  // namespace aloft::local::sqs
