// Making, describing and ending topics.

#include "local/characters.hpp"
#include "local/name_pages.hpp"
#include "local/number.hpp"
#include "local/policy.hpp"
#include "local/sns/topic_error.hpp"
#include "local/sns/topic_operations.hpp"

#include <boost/json/array.hpp>

#include <algorithm>

namespace aloft::local::sns {
namespace {

namespace json = boost::json;

constexpr std::int64_t page_size = 100;
constexpr std::string_view fifo_suffix = ".fifo";

void check_name(std::string_view name, bool fifo) {
  const auto stem = fifo && name.ends_with(fifo_suffix) ? name.substr(0, name.size() - fifo_suffix.size()) : name;
  if (fifo && stem == name)
    throw invalid(
        "Fifo Topic names must end with .fifo and must be made up of only uppercase and lowercase ASCII letters, "
        "numbers, underscores, and hyphens, and must be between 1 and 256 characters long.");
  if (stem.empty() || name.size() > 256 || !has_only_letters_digits_and("-_", stem)) throw invalid("Topic Name");
}

/// What an attribute may be; throws for what cannot be.
void check_attribute(std::string_view name, std::string_view value, bool fifo) {
  const bool flag = value == "true" || value == "false";
  const bool fifo_only = name == "FifoTopic" || name == "ContentBasedDeduplication";
  if (fifo_only && (!flag || !fifo))
    throw invalid(join({"Attributes Reason: ", name, " is of FIFO topics, true or false"}));
  if (name == "SignatureVersion" && value != "1" && value != "2")
    throw invalid("Attributes Reason: SignatureVersion must be 1 or 2");
  if (name == "Policy") {
    if (const auto read = policy::parse(value); !read) throw invalid(join({"Policy Error: ", read.error().message()}));
  }
  if (name == "MaximumMessageSize") {
    const auto bytes = parse_number<std::int64_t>(value);
    if (!bytes || *bytes < 1024 || *bytes > 1048576)
      throw invalid("Attributes Reason: MaximumMessageSize must be from 1024 to 1048576");
  }
  constexpr std::string_view known[] = {"ContentBasedDeduplication", "DisplayName", "FifoTopic",       "KmsMasterKeyId",
                                        "MaximumMessageSize",        "Policy",      "SignatureVersion"};
  if (std::ranges::find(known, name) == std::end(known))
    throw invalid(join({"AttributeName Reason: the embedded AWS does not have the topic attribute ", name}));
}

attribute_texts read_tags(const input& request) {
  attribute_texts tags;
  for (const auto& tag : request.structures("Tags"))
    tags.insert_or_assign(std::string{tag.text("Key")}, std::string{tag.text("Value")});
  return tags;
}

std::string default_policy(const topic& of, std::string_view owner) {
  return join(
      {R"({"Version":"2008-10-17","Id":"__default_policy_ID","Statement":[{"Sid":"__default_statement_ID",)",
       R"("Effect":"Allow","Principal":{"AWS":"*"},"Action":["SNS:GetTopicAttributes","SNS:SetTopicAttributes",)",
       R"("SNS:AddPermission","SNS:RemovePermission","SNS:DeleteTopic","SNS:Subscribe",)",
       R"("SNS:ListSubscriptionsByTopic","SNS:Publish"],"Resource":")", of.arn,
       R"(","Condition":{"StringEquals":{"AWS:SourceOwner":")", owner, R"("}}}]})"});
}

topic& require_tagged(region_topics& region, const input& request) {
  const auto arn = request.text("ResourceArn");
  const auto found = region.topics().find(arn);
  if (found == region.topics().end()) throw api_error{404, "ResourceNotFound", "Resource does not exist"};
  return found->second;
}

}  // namespace

json::object create_topic(region_topics& region, const input& request, const call_context&) {
  topic made;
  made.name = request.text("Name");
  made.attributes = request.text_map("Attributes");
  made.fifo = made.on("FifoTopic");
  made.arn = region.arn(made.name);
  made.tags = read_tags(request);
  check_name(made.name, made.fifo);
  for (const auto& [name, value] : made.attributes) check_attribute(name, value, made.fifo);
  if (const auto there = region.topics().find(made.arn); there != region.topics().end()) {
    for (const auto& [name, value] : made.attributes)
      if (there->second.text(name) != value)
        throw invalid("Attributes Reason: Topic already exists with different attributes");
    for (const auto& [key, value] : made.tags)
      if (const auto tag = there->second.tags.find(key); tag == there->second.tags.end() || tag->second != value)
        throw invalid("Tags Reason: Topic already exists with different tags");
    return {{"TopicArn", made.arn}};
  }
  json::object output{{"TopicArn", made.arn}};
  region.topics().emplace(std::string{made.arn}, std::move(made));
  return output;
}

json::object delete_topic(region_topics& region, const input& request, const call_context&) {
  const std::string arn{request.text("TopicArn")};
  if (!arn.starts_with("arn:")) throw invalid("TopicArn");
  for (const auto* gone : region.subscriptions_of(arn)) region.subscriptions().erase(std::string{gone->arn});
  region.topics().erase(arn);
  return {};
}

json::object list_topics(region_topics& region, const input& request, const call_context&) {
  name_pages page{page_size};
  if (!page.go_on(request.text("NextToken"))) throw invalid("NextToken");
  json::array topics;
  for (const auto& [arn, one] : region.topics())
    if (page.take(arn)) topics.emplace_back(json::object{{"TopicArn", arn}});
  json::object output{{"Topics", std::move(topics)}};
  if (const auto token = page.next_token()) output["NextToken"] = *token;
  return output;
}

json::object get_topic_attributes(region_topics& region, const input& request, const call_context& context) {
  const auto& of = region.require_topic(request.text("TopicArn"));
  json::object shown;
  for (const auto& [name, value] : of.attributes) shown[name] = value;
  if (of.text("Policy").empty()) shown["Policy"] = default_policy(of, context.caller.account_id);
  if (of.text("DisplayName").empty()) shown["DisplayName"] = "";
  if (of.fifo && of.text("ContentBasedDeduplication").empty()) shown["ContentBasedDeduplication"] = "false";
  const auto subscriptions = region.subscriptions_of(of.arn);
  const auto confirmed = std::ranges::count_if(subscriptions, [](const auto* one) { return one->confirmed(); });
  shown["TopicArn"] = of.arn;
  shown["Owner"] = context.caller.account_id;
  shown["SubscriptionsConfirmed"] = std::to_string(confirmed);
  shown["SubscriptionsPending"] = std::to_string(static_cast<std::ptrdiff_t>(subscriptions.size()) - confirmed);
  shown["SubscriptionsDeleted"] = "0";
  return {{"Attributes", std::move(shown)}};
}

json::object set_topic_attributes(region_topics& region, const input& request, const call_context&) {
  auto& changed = region.require_topic(request.text("TopicArn"));
  const auto name = request.text("AttributeName");
  const auto value = request.text("AttributeValue");
  if (name == "FifoTopic") throw invalid("AttributeName");
  check_attribute(name, value, changed.fifo);
  changed.attributes.insert_or_assign(std::string{name}, std::string{value});
  return {};
}

json::object tag_resource(region_topics& region, const input& request, const call_context&) {
  auto& tagged = require_tagged(region, request);
  auto tags = tagged.tags;
  for (auto& [key, value] : read_tags(request)) tags.insert_or_assign(key, value);
  if (tags.size() > 50)
    throw api_error{400, "TagLimitExceeded", "Could not complete request: tag quota of per resource exceeded"};
  tagged.tags = std::move(tags);
  return {};
}

json::object untag_resource(region_topics& region, const input& request, const call_context&) {
  auto& tagged = require_tagged(region, request);
  for (const auto& key : request.texts("TagKeys")) tagged.tags.erase(key);
  return {};
}

json::object list_tags_for_resource(region_topics& region, const input& request, const call_context&) {
  json::array tags;
  for (const auto& [key, value] : require_tagged(region, request).tags)
    tags.emplace_back(json::object{{"Key", key}, {"Value", value}});
  return {{"Tags", std::move(tags)}};
}

}  // namespace aloft::local::sns
