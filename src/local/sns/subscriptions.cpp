// Subscribing to topics.

#include "local/name_pages.hpp"
#include "local/sns/deliver.hpp"
#include "local/sns/topic_error.hpp"
#include "local/sns/topic_operations.hpp"

#include <boost/json/array.hpp>

#include <algorithm>

namespace aloft::local::sns {
namespace {

namespace json = boost::json;

constexpr std::int64_t page_size = 100;

void check_endpoint(region_topics& region, const topic& to, const subscription& asked) {
  if (asked.protocol == "sqs") {
    if (!asked.endpoint.starts_with("arn:") || asked.endpoint.find(":sqs:") == std::string::npos)
      throw invalid("SQS endpoint ARN");
    const bool fifo = region.paths().queues().is_fifo(asked.endpoint).value_or(asked.endpoint.ends_with(".fifo"));
    if (fifo && !to.fifo)
      throw invalid("Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics");
    return;
  }
  if (asked.protocol != "http" && asked.protocol != "https")
    throw invalid(
        join({"Protocol Reason: the embedded AWS delivers to sqs, http and https, not to \"", asked.protocol, "\""}));
  if (to.fifo) throw invalid("Invalid protocol type: " + asked.protocol);
  if (!asked.endpoint.starts_with(asked.protocol + "://") || asked.endpoint.size() <= asked.protocol.size() + 3)
    throw invalid("Endpoint must match the specified protocol");
}

/// Sets one attribute; an empty value takes a filter policy away. Throws, and changes nothing then.
void set_attribute(subscription& changed, std::string_view name, std::string_view value) {
  const bool known = name == "RawMessageDelivery" || name == "FilterPolicy" || name == "FilterPolicyScope";
  if (!known)
    throw invalid(join({"AttributeName Reason: the embedded AWS does not have the subscription attribute ", name}));
  auto next = changed;
  next.attributes.insert_or_assign(std::string{name}, std::string{value});
  if (name == "RawMessageDelivery" && value != "true" && value != "false")
    throw invalid(join({"Attributes Reason: RawMessageDelivery: Invalid value [", value, "]. Must be true or false."}));
  if (name == "FilterPolicyScope" && value != "MessageAttributes" && value != "MessageBody")
    throw invalid(
        join({"FilterPolicyScope: Invalid value [", value, "]. Please use either MessageBody or MessageAttributes"}));
  const auto filter = next.attributes.find("FilterPolicy");
  if (filter != next.attributes.end() && (filter->second.empty() || filter->second == "{}")) {
    next.attributes.erase(filter);
    next.filter.reset();
  } else if (filter != next.attributes.end()) {
    auto read = filter_policy::parse(filter->second, next.filters_body());
    if (!read) throw invalid(join({"FilterPolicy: ", read.error().message()}));
    next.filter = *std::move(read);
  }
  changed = std::move(next);
}

std::string shown_arn(const subscription& of) { return of.confirmed() ? of.arn : "PendingConfirmation"; }

json::object summary(const subscription& of) {
  return {{"SubscriptionArn", shown_arn(of)},
          {"Owner", of.owner},
          {"Protocol", of.protocol},
          {"Endpoint", of.endpoint},
          {"TopicArn", of.topic_arn}};
}

template <class Subscriptions>
json::object list(const Subscriptions& all, const input& request) {
  name_pages page{page_size};
  if (!page.go_on(request.text("NextToken"))) throw invalid("NextToken");
  json::array shown;
  for (const auto* one : all)
    if (page.take(one->arn)) shown.emplace_back(summary(*one));
  json::object output{{"Subscriptions", std::move(shown)}};
  if (const auto token = page.next_token()) output["NextToken"] = *token;
  return output;
}

}  // namespace

json::object subscribe(region_topics& region, const input& request, const call_context& context) {
  auto& to = region.require_topic(request.text("TopicArn"));
  subscription made;
  made.topic_arn = to.arn;
  made.owner = context.caller.account_id;
  made.protocol = request.text("Protocol");
  made.endpoint = request.text("Endpoint");
  check_endpoint(region, to, made);
  const auto stated = request.text_map("Attributes");
  if (const auto scope = stated.find("FilterPolicyScope"); scope != stated.end())  // says how the policy is read
    set_attribute(made, scope->first, scope->second);
  for (const auto& [name, value] : stated) set_attribute(made, name, value);

  for (const auto* there : region.subscriptions_of(to.arn)) {
    if (there->protocol != made.protocol || there->endpoint != made.endpoint) continue;
    if (!stated.empty() && there->attributes != made.attributes)
      throw invalid("Attributes Reason: Subscription already exists with different attributes");
    if (!there->confirmed()) ask_to_confirm(region, to, *there, context);
    return {{"SubscriptionArn",
             there->confirmed() || request.flag("ReturnSubscriptionArn") ? there->arn : "pending confirmation"}};
  }
  made.arn = to.arn + ':' + region.next_id();
  if (made.protocol != "sqs") made.token = region.next_token();
  const auto& kept = region.subscriptions().emplace(made.arn, std::move(made)).first->second;
  if (!kept.confirmed()) ask_to_confirm(region, to, kept, context);
  const bool tell = kept.confirmed() || request.flag("ReturnSubscriptionArn");
  return {{"SubscriptionArn", tell ? kept.arn : "pending confirmation"}};
}

json::object confirm_subscription(region_topics& region, const input& request, const call_context&) {
  const auto& of = region.require_topic(request.text("TopicArn"));
  const auto token = request.text("Token");
  const auto all = region.subscriptions_of(of.arn);
  const auto asked = std::ranges::find_if(all, [&](const auto* one) { return !token.empty() && one->token == token; });
  if (asked == all.end()) throw invalid("Token");
  (*asked)->token.clear();
  (*asked)->authenticated = request.text("AuthenticateOnUnsubscribe") == "true";
  return {{"SubscriptionArn", (*asked)->arn}};
}

json::object unsubscribe(region_topics& region, const input& request, const call_context& context) {
  const auto arn = request.text("SubscriptionArn");
  if (!arn.starts_with("arn:")) throw invalid("SubscriptionArn");
  const auto found = region.subscriptions().find(arn);
  if (found == region.subscriptions().end()) return {};
  if (found->second.authenticated && context.caller.arn.empty())
    throw api_error{403, "AuthorizationError", "Only its owner may end this subscription"};
  region.subscriptions().erase(found);
  return {};
}

json::object list_subscriptions(region_topics& region, const input& request, const call_context&) {
  std::vector<const subscription*> all;
  for (const auto& [arn, one] : region.subscriptions()) all.push_back(&one);
  return list(all, request);
}

json::object list_subscriptions_by_topic(region_topics& region, const input& request, const call_context&) {
  return list(region.subscriptions_of(region.require_topic(request.text("TopicArn")).arn), request);
}

json::object get_subscription_attributes(region_topics& region, const input& request, const call_context&) {
  const auto& of = region.require_subscription(request.text("SubscriptionArn"));
  json::object shown;
  for (const auto& [name, value] : of.attributes) shown[name] = value;
  if (!shown.contains("RawMessageDelivery")) shown["RawMessageDelivery"] = "false";
  if (of.filter && !shown.contains("FilterPolicyScope")) shown["FilterPolicyScope"] = "MessageAttributes";
  shown["SubscriptionArn"] = of.arn;
  shown["TopicArn"] = of.topic_arn;
  shown["Owner"] = of.owner;
  shown["Protocol"] = of.protocol;
  shown["Endpoint"] = of.endpoint;
  shown["PendingConfirmation"] = of.confirmed() ? "false" : "true";
  shown["ConfirmationWasAuthenticated"] = of.authenticated || of.protocol == "sqs" ? "true" : "false";
  return {{"Attributes", std::move(shown)}};
}

json::object set_subscription_attributes(region_topics& region, const input& request, const call_context&) {
  set_attribute(region.require_subscription(request.text("SubscriptionArn")), request.text("AttributeName"),
                request.text("AttributeValue"));
  return {};
}

}  // namespace aloft::local::sns
