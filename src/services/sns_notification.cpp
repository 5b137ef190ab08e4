#include <aloft/sns_notification.hpp>

#include "services/topic_name.hpp"

#include <boost/json/parse.hpp>

#include <array>
#include <span>

namespace aloft::sns {
namespace json = boost::json;
namespace {

error invalid(const std::string& what) { return error{error_kind::protocol, "InvalidNotification", what}; }

result<std::string> text_of(const json::object& from, std::string_view name) {
  const auto* const found = from.if_contains({name.data(), name.size()});
  if (found == nullptr) return invalid('"' + std::string{name} + "\" is missing");
  if (!found->is_string()) return invalid('"' + std::string{name} + "\" is no text");
  return std::string{found->get_string()};
}

result<notification::type> type_of(const json::object& from) {
  auto type = text_of(from, "Type");
  if (!type) return type.error();
  if (*type == "Notification") return notification::type::notification;
  if (*type == "SubscriptionConfirmation") return notification::type::confirmation;
  if (*type == "UnsubscribeConfirmation") return notification::type::removal;
  return invalid("\"Type\" is '" + *type +
                 "'; expected Notification, SubscriptionConfirmation or UnsubscribeConfirmation");
}

constexpr std::array<std::string_view, 6> of_messages{"Message",   "MessageId", "Subject",
                                                      "Timestamp", "TopicArn",  "Type"};
constexpr std::array<std::string_view, 7> of_confirmations{"Message", "MessageId", "SubscribeURL", "Timestamp",
                                                           "Token",   "TopicArn",  "Type"};

}  // namespace

result<std::string> signed_text(const json::object& from) {
  const auto type = type_of(from);
  if (!type) return type.error();
  const std::span<const std::string_view> names =
      *type == notification::type::notification ? std::span<const std::string_view>{of_messages} : of_confirmations;
  std::string text;
  for (const auto name : names) {
    if (name == "Subject" && !from.contains("Subject")) continue;
    const auto value = text_of(from, name);
    if (!value) return value.error();
    text.append(name).append("\n").append(*value).append("\n");
  }
  return text;
}

result<notification> read_notification(std::string_view text) {
  boost::system::error_code bad;
  const auto parsed = json::parse({text.data(), text.size()}, bad);
  if (bad) return invalid("a notification is JSON; this is none: " + bad.message());
  if (!parsed.is_object()) return invalid("a notification is a JSON object");
  const auto& from = parsed.get_object();
  const auto type = type_of(from);
  if (!type) return type.error();
  notification out;
  out.kind = *type;
  const auto take = [&](std::string_view name, std::string& into) -> result<void> {
    auto value = text_of(from, name);
    if (!value) return value.error();
    into = std::move(*value);
    return {};
  };
  std::string time;
  if (auto fine = take("MessageId", out.id); !fine) return fine.error();
  if (auto fine = take("TopicArn", out.topic); !fine) return fine.error();
  if (auto fine = take("Message", out.message); !fine) return fine.error();
  if (auto fine = take("Timestamp", time); !fine) return fine.error();
  if (from.contains("Subject"))
    if (auto fine = take("Subject", out.subject); !fine) return fine.error();
  if (*type != notification::type::notification)
    if (auto fine = take("Token", out.token); !fine) return fine.error();
  if (!sqs::is_topic_arn(out.topic)) return invalid("\"TopicArn\" is '" + out.topic + "', which is no topic");
  const auto sent = parse_timestamp(time, timestamp_format::date_time);
  if (!sent) return invalid("\"Timestamp\" is '" + time + "'; expected a time like 2026-01-31T12:00:00.000Z");
  out.sent = *sent;
  if (const auto* const attributes = from.if_contains("MessageAttributes");
      attributes != nullptr && attributes->is_object())
    for (const auto& [name, one] : attributes->get_object())
      if (const auto* const members = one.if_object())
        if (const auto* const value = members->if_contains("Value"); value != nullptr && value->is_string())
          out.attributes[std::string{name}] = std::string{value->get_string()};
  return out;
}

}  // namespace aloft::sns
