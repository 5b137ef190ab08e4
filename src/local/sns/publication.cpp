#include "local/sns/publication.hpp"

#include "aloft/base64.hpp"
#include "crypto/digest.hpp"
#include "crypto/hex.hpp"
#include "crypto/percent.hpp"
#include "local/number.hpp"
#include "local/sns/topic_error.hpp"

#include <boost/json/parse.hpp>

#include <algorithm>

namespace aloft::local::sns {
namespace {

namespace json = boost::json;

constexpr std::size_t standard_bytes = std::size_t{256} << 10;

sqs::attribute_map read_attributes(const input& entry) {
  sqs::attribute_map read;
  for (const auto& [name, stated] : entry.members("MessageAttributes")) {
    sqs::attribute_value value{std::string{stated.text("DataType")}, {}};
    const auto basic = value.type.substr(0, value.type.find('.'));
    if (basic != "String" && basic != "Number" && basic != "Binary")
      throw api_error{"ParameterValueInvalid", join({"The message attribute '", name,
                                                     "' has an invalid message attribute type, the set of "
                                                     "supported type prefixes is Binary, Number, and String."})};
    value.bytes =
        value.binary() ? from_base64(stated.text("BinaryValue")).value_or("") : std::string{stated.text("StringValue")};
    if (value.bytes.empty())
      throw api_error{"ParameterValueInvalid", join({"The message attribute '", name,
                                                     "' must contain non-empty message attribute value for message "
                                                     "attribute type '",
                                                     basic, "'."})};
    if (basic == "Number" && !parse_number<double>(value.bytes))
      throw api_error{"ParameterValueInvalid",
                      join({"Could not cast message attribute '", name, "' value to number."})};
    read.emplace(name, std::move(value));
  }
  return read;
}

json::object read_structure(std::string_view text) {
  boost::system::error_code failed;
  const auto parsed = json::parse({text.data(), text.size()}, failed);
  if (failed || !parsed.is_object()) throw invalid("Message Structure - JSON message body failed to parse");
  const auto& texts = parsed.get_object();
  const auto* standard = texts.if_contains("default");
  if (standard == nullptr || !standard->is_string())
    throw invalid("Message Structure - No default entry in JSON message body");
  return texts;
}

void check_order(const topic& to, publication& message) {
  if (!to.fifo) {
    if (!message.deduplication_id.empty())
      throw invalid(
          "MessageDeduplicationId Reason: The request includes MessageDeduplicationId parameter that is not "
          "valid for this topic type");
    return;
  }
  if (message.group.empty()) throw invalid("The MessageGroupId parameter is required for FIFO topics");
  if (!message.deduplication_id.empty()) return;
  if (!to.on("ContentBasedDeduplication"))
    throw invalid(
        "The topic should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided "
        "explicitly");
  message.deduplication_id = crypto::to_hex(crypto::sha256(message.text).view());
}

/// A message attribute as filters compare it.
json::value comparable(const sqs::attribute_value& value) {
  if (value.type.starts_with("Number")) return parse_number<double>(value.bytes).value_or(0);
  if (value.type == "String.Array") {
    boost::system::error_code failed;
    auto list = json::parse(value.bytes, failed);
    if (!failed && list.is_array()) return list;
  }
  return json::value(value.bytes);
}

std::string with_query(std::string_view endpoint, std::string_view action, std::string_view topic_arn,
                       std::string_view name, std::string_view value) {
  std::string url = join({endpoint, "/?Action=", action});
  if (!topic_arn.empty()) url += "&TopicArn=" + crypto::percent_encode(topic_arn);
  return url + '&' + std::string{name} + '=' + crypto::percent_encode(value);
}

}  // namespace

std::string_view publication::text_for(std::string_view protocol) const {
  const auto* own = by_protocol.if_contains(protocol);
  if (own == nullptr || !own->is_string()) own = by_protocol.if_contains("default");
  return own != nullptr ? std::string_view{own->get_string()} : std::string_view{text};
}

std::size_t publication::size() const {
  std::size_t bytes = text.size() + subject.size();
  for (const auto& [name, value] : attributes) bytes += name.size() + value.type.size() + value.bytes.size();
  return bytes;
}

publication read_publication(const topic& to, const input& entry) {
  publication made;
  made.text = entry.text("Message");
  if (made.text.empty()) throw invalid("Empty message");
  made.subject = entry.text("Subject");
  const bool plain = std::ranges::all_of(made.subject, [](char c) { return c >= 0x20 && c < 0x7f; });
  if (entry.has("Subject") && (made.subject.empty() || made.subject.size() > 100 || !plain)) throw invalid("Subject");
  const auto structure = entry.text("MessageStructure");
  if (!structure.empty() && structure != "json") throw invalid("MessageStructure");
  if (!structure.empty()) made.by_protocol = read_structure(made.text);
  made.attributes = read_attributes(entry);
  made.group = entry.text("MessageGroupId");
  made.deduplication_id = entry.text("MessageDeduplicationId");
  check_order(to, made);
  const auto most = parse_number<std::size_t>(to.text("MaximumMessageSize")).value_or(standard_bytes);
  if (made.size() > most) throw invalid("Message too long");
  return made;
}

bool is_wanted(const subscription& by, const publication& message) {
  if (!by.filter) return true;
  if (by.filters_body()) {
    boost::system::error_code failed;
    const auto body = json::parse(message.text_for(by.protocol), failed);
    return !failed && body.is_object() && by.filter->matches(body.get_object());
  }
  json::object subject;
  for (const auto& [name, value] : message.attributes)
    if (!value.binary()) subject[name] = comparable(value);
  return by.filter->matches(subject);
}

std::string text_to_sign(const json::object& notification) {
  std::string text;
  for (const std::string_view name :
       {"Message", "MessageId", "Subject", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"}) {
    const auto* value = notification.if_contains(name);
    if (value != nullptr && value->is_string()) text += join({name, "\n", std::string_view{value->get_string()}, "\n"});
  }
  return text;
}

void add_signature(json::object& notification, const signer& by, std::string_view version,
                   std::string_view certificate_host) {
  notification["SignatureVersion"] = version;
  notification["Signature"] = by.sign(text_to_sign(notification), version);
  notification["SigningCertURL"] = join({"https://", certificate_host, by.path()});
}

json::object make_notification(const publication& message, const subscription& to, std::string_view endpoint) {
  json::object made{{"Type", "Notification"}, {"MessageId", message.id}};
  if (!message.sequence_number.empty()) made["SequenceNumber"] = message.sequence_number;
  made["TopicArn"] = to.topic_arn;
  if (!message.subject.empty()) made["Subject"] = message.subject;
  made["Message"] = message.text_for(to.protocol);
  made["Timestamp"] = message.sent;
  made["UnsubscribeURL"] = with_query(endpoint, "Unsubscribe", {}, "SubscriptionArn", to.arn);
  if (message.attributes.empty()) return made;
  json::object attributes;
  for (const auto& [name, value] : message.attributes)
    attributes[name] =
        json::object{{"Type", value.type}, {"Value", value.binary() ? to_base64(value.bytes) : value.bytes}};
  made["MessageAttributes"] = std::move(attributes);
  return made;
}

json::object make_confirmation(const subscription& to, std::string_view id, std::string_view sent,
                               std::string_view endpoint) {
  return {{"Type", "SubscriptionConfirmation"},
          {"MessageId", id},
          {"Token", to.token},
          {"TopicArn", to.topic_arn},
          {"Message", join({"You have chosen to subscribe to the topic ", to.topic_arn,
                            ".\nTo confirm the subscription, visit the SubscribeURL included in this message."})},
          {"SubscribeURL", with_query(endpoint, "ConfirmSubscription", to.topic_arn, "Token", to.token)},
          {"Timestamp", sent}};
}

}  // namespace aloft::local::sns
