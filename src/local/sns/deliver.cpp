#include "local/sns/deliver.hpp"

#include <boost/json/serialize.hpp>

#include <cstdio>
#include <optional>

namespace aloft::local::sns {
namespace {

namespace json = boost::json;

std::string_view signature_version(const topic& of) {
  const auto stated = of.text("SignatureVersion");
  return stated.empty() ? "1" : stated;
}

std::string envelope(region_topics& region, const topic& from, const subscription& to, const publication& message,
                     const call_context& context) {
  auto notification = make_notification(message, to, context.endpoint);
  add_signature(notification, region.paths().signer(), signature_version(from), region.host());
  return json::serialize(notification);
}

void to_queue(region_topics& region, const topic& from, const subscription& to, const publication& message,
              const call_context& context) {
  sqs::message made;
  if (to.raw()) {
    made.body = message.text_for(to.protocol);
    made.attributes = message.attributes;
  } else {
    made.body = envelope(region, from, to, message, context);
  }
  made.sender_id = "AIDALOCALNOTIFICATION";
  made.group = message.group;
  made.deduplication_id = message.deduplication_id;
  const access_request asked{"sqs:SendMessage",
                             to.endpoint,
                             "sns.amazonaws.com",
                             {},
                             {{"aws:sourcearn", from.arn}, {"aws:sourceaccount", context.caller.account_id}}};
  region.paths().queues().take(to.endpoint, std::move(made), region.paths().check_policies() ? &asked : nullptr,
                               sqs::now_of(context));
}

/// "http://host:port/path?query" in its parts; nothing for anything else.
std::optional<http_request> request_to(std::string_view url) {
  http_request made;
  const auto scheme_end = url.find("://");
  if (scheme_end == url.npos) return std::nullopt;
  made.scheme = url.substr(0, scheme_end);
  url.remove_prefix(scheme_end + 3);
  const auto authority = url.substr(0, url.find_first_of("/?"));
  url.remove_prefix(authority.size());
  const auto query = url.find('?');
  made.path = url.substr(0, query);
  if (made.path.empty()) made.path = "/";
  if (query != url.npos) made.query = url.substr(query + 1);
  const auto colon = authority.rfind(':');
  const bool has_port = colon != authority.npos && authority.find(']', colon) == authority.npos;
  made.host = authority.substr(0, has_port ? colon : authority.size());
  if (has_port) made.port = static_cast<unsigned short>(std::strtoul(authority.data() + colon + 1, nullptr, 10));
  if (made.host.empty()) return std::nullopt;
  made.method = "POST";
  return made;
}

void post(region_topics& region, const subscription& to, std::string_view type, std::string_view id, std::string body) {
  auto request = request_to(to.endpoint);
  if (!request) return;
  request->headers.add("x-amz-sns-message-type", type);
  request->headers.add("x-amz-sns-message-id", id);
  request->headers.add("x-amz-sns-topic-arn", to.topic_arn);
  if (to.confirmed()) request->headers.add("x-amz-sns-subscription-arn", to.arn);
  if (to.confirmed() && to.raw()) request->headers.add("x-amz-sns-rawdelivery", "true");
  request->headers.add("Content-Type", "text/plain; charset=UTF-8");
  request->headers.add("User-Agent", "Amazon Simple Notification Service Agent");
  request->body = std::move(body);
  region.paths().post(*std::move(request));
}

}  // namespace

void deliver(region_topics& region, const topic& from, const publication& message, const call_context& context) {
  for (const auto* to : region.subscriptions_of(from.arn)) {
    if (!to->confirmed() || !is_wanted(*to, message)) continue;
    if (to->protocol == "sqs")
      to_queue(region, from, *to, message, context);
    else
      post(region, *to, "Notification", message.id,
           to->raw() ? std::string{message.text_for(to->protocol)} : envelope(region, from, *to, message, context));
  }
}

void ask_to_confirm(region_topics& region, const topic& of, const subscription& asked, const call_context& context) {
  const auto id = region.next_id();
  auto confirmation = make_confirmation(asked, id, time_text(context.now), context.endpoint);
  add_signature(confirmation, region.paths().signer(), signature_version(of), region.host());
  post(region, asked, "SubscriptionConfirmation", id, json::serialize(confirmation));
}

std::string time_text(timestamp when) {
  char fraction[8];
  std::snprintf(fraction, sizeof fraction, ".%03dZ", static_cast<int>(when.nanoseconds / 1'000'000));
  auto text = format_timestamp({when.seconds, 0}, timestamp_format::date_time);
  text.pop_back();
  return text + fraction;
}

}  // namespace aloft::local::sns
