#include <aloft/sqs_message.hpp>

#include <aloft/base64.hpp>

#include <boost/json/parse.hpp>

namespace aloft::sqs {
namespace json = boost::json;
namespace {

[[noreturn]] void bad(const std::string& what) { throw error{error_kind::usage, "InvalidMessage", what}; }

std::string text_of(const json::value& of, std::string_view name) {
  if (!of.is_string()) bad(std::string{name} + ": expected a text");
  return std::string{of.get_string()};
}

attributes attributes_of(const json::value& of, std::string_view name) {
  if (!of.is_object()) bad(std::string{name} + ": expected an object of attributes");
  attributes all;
  for (const auto& [key, one] : of.get_object()) {
    const std::string at = std::string{name} + '.' + std::string{key};
    if (!one.is_object()) bad(at + R"(: expected {"DataType": …, "StringValue": …})");
    const auto& members = one.get_object();
    const auto* const type = members.if_contains("DataType");
    const auto* const text = members.if_contains("StringValue");
    const auto* const bytes = members.if_contains("BinaryValue");
    if (type == nullptr || (text == nullptr) == (bytes == nullptr))
      bad(at + ": expected DataType and one of StringValue and BinaryValue");
    attribute& made = all[std::string{key}];
    made.type = text_of(*type, at + ".DataType");
    if (text != nullptr) {
      made.value = text_of(*text, at + ".StringValue");
      continue;
    }
    auto decoded = from_base64(text_of(*bytes, at + ".BinaryValue"));
    if (!decoded) bad(at + ".BinaryValue: expected base64");
    made.value = std::move(*decoded);
  }
  return all;
}

outgoing read(std::string_view line) {
  boost::system::error_code failure;
  const auto parsed = json::parse({line.data(), line.size()}, failure);
  if (failure || !parsed.is_object()) bad(R"(expected a JSON object with "MessageBody")");
  outgoing made;
  bool has_body = false;
  for (const auto& [key, value] : parsed.get_object()) {
    if (key == "MessageBody" || key == "Body") {
      made.body = text_of(value, key);
      has_body = true;
    } else if (key == "DelaySeconds") {
      if (!value.is_int64()) bad("DelaySeconds: expected a whole number");
      made.delay = std::chrono::seconds{value.get_int64()};
    } else if (key == "MessageAttributes") {
      made.attributes = attributes_of(value, key);
    } else if (key == "MessageSystemAttributes") {
      made.system_attributes = attributes_of(value, key);
    } else if (key == "MessageGroupId") {
      made.group = text_of(value, key);
    } else if (key == "MessageDeduplicationId") {
      made.dedup_id = text_of(value, key);
    } else if (key == "Attributes") {  // of a line that was received
      if (!value.is_object()) bad("Attributes: expected an object");
      if (const auto* const group = value.get_object().if_contains("MessageGroupId"))
        made.group = text_of(*group, "Attributes.MessageGroupId");
      if (const auto* const id = value.get_object().if_contains("MessageDeduplicationId"))
        made.dedup_id = text_of(*id, "Attributes.MessageDeduplicationId");
    } else if (key != "Id" && key != "MessageId" && key != "ReceiptHandle" && !key.starts_with("MD5Of")) {
      bad("unknown member '" + std::string{key} +
          "'; expected MessageBody, DelaySeconds, MessageAttributes, MessageSystemAttributes, MessageGroupId, "
          "MessageDeduplicationId");
    }
  }
  if (!has_body) bad(R"("MessageBody" is missing)");
  return made;
}

}  // namespace

result<outgoing> message_from_json(std::string_view text) try { return read(text); } catch (const error& failure) {
  return failure;
}

}  // namespace aloft::sqs
