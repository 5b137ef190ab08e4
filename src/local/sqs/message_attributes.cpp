#include "local/sqs/message_attributes.hpp"

#include "aloft/base64.hpp"
#include "core/ascii.hpp"
#include "crypto/digest.hpp"
#include "crypto/hex.hpp"
#include "local/characters.hpp"
#include "local/number.hpp"
#include "local/sqs/queue_error.hpp"

#include <algorithm>
#include <cstdio>

namespace aloft::local::sqs {
namespace {

constexpr std::size_t most_attributes = 10;

std::string quoted(std::string_view name) { return join({"Message (user) attribute '", name, "'"}); }

void check_name(std::string_view name) {
  const auto lower = ascii::lower(name.substr(0, 7));
  const bool fits = !name.empty() && name.size() <= 256 && has_only_letters_digits_and("_-.", name) &&
                    name.front() != '.' && name.back() != '.' && name.find("..") == name.npos;
  if (!fits || lower.starts_with("aws.") || lower.starts_with("amazon."))
    throw bad_parameter(quoted(name) + " has an invalid name.");
}

attribute_value read_value(std::string_view name, const input& stated) {
  attribute_value value{std::string{stated.text("DataType")}, {}};
  const auto basic = value.type.substr(0, value.type.find('.'));
  if (value.type.empty()) throw bad_parameter(quoted(name) + " must contain a non-empty message attribute type.");
  if (basic != "String" && basic != "Number" && basic != "Binary")
    throw bad_parameter(quoted(name) +
                        " has an invalid message attribute type, the set of supported type prefixes is "
                        "Binary, Number, and String.");
  if (value.binary())
    value.bytes = from_base64(stated.text("BinaryValue")).value_or("");
  else
    value.bytes = stated.text("StringValue");
  if (value.bytes.empty())
    throw bad_parameter(quoted(name) + " must contain a non-empty value of type '" + basic + "'.");
  if (basic == "Number" && !parse_number<double>(value.bytes))
    throw bad_parameter("Can't cast the value of " + quoted(name) + " to a number.");
  if (!value.binary()) check_characters(value.bytes);
  return value;
}

void update_sized(crypto::digest& digest, std::string_view bytes) {
  const auto size = static_cast<std::uint32_t>(bytes.size());
  const char prefix[] = {char(size >> 24), char(size >> 16), char(size >> 8), char(size)};
  digest.update({prefix, sizeof prefix});
  digest.update(bytes);
}

bool wants(const std::vector<std::string>& wanted, std::string_view name) {
  return std::ranges::any_of(wanted, [&](std::string_view one) {
    if (one == "All" || one == ".*") return true;
    return one.ends_with(".*") ? name.starts_with(one.substr(0, one.size() - 2)) : one == name;
  });
}

}  // namespace

std::size_t size_of(const message& counted) {
  std::size_t size = counted.body.size();
  for (const auto& [name, value] : counted.attributes) size += name.size() + value.type.size() + value.bytes.size();
  return size;
}

attribute_map read_message_attributes(const input& entry) {
  attribute_map read;
  for (const auto& [name, stated] : entry.members("MessageAttributes")) {
    check_name(name);
    read.emplace(name, read_value(name, stated));
  }
  if (read.size() > most_attributes)
    throw bad_parameter("Number of message attributes [" + std::to_string(read.size()) +
                        "] exceeds the allowed maximum [10].");
  return read;
}

attribute_map read_system_attributes(const input& entry) {
  attribute_map read;
  for (const auto& [name, stated] : entry.members("MessageSystemAttributes")) {
    if (name != "AWSTraceHeader") throw bad_parameter("Message system attribute name '" + name + "' is invalid.");
    read.emplace(name, read_value(name, stated));
  }
  return read;
}

attribute_map chosen(const attribute_map& of, const std::vector<std::string>& wanted) {
  attribute_map some;
  for (const auto& [name, value] : of)
    if (wants(wanted, name)) some.emplace(name, value);
  return some;
}

boost::json::object write_attributes(const attribute_map& attributes) {
  boost::json::object written;
  for (const auto& [name, value] : attributes)
    written[name] = boost::json::object{
        {"DataType", value.type},
        {value.binary() ? "BinaryValue" : "StringValue", value.binary() ? to_base64(value.bytes) : value.bytes}};
  return written;
}

std::string attributes_md5(const attribute_map& attributes) {
  crypto::digest digest{crypto::digest_algorithm::md5};
  for (const auto& [name, value] : attributes) {
    update_sized(digest, name);
    update_sized(digest, value.type);
    digest.update(value.binary() ? "\2" : "\1");
    update_sized(digest, value.bytes);
  }
  crypto::digest_value<16> made;
  digest.finish(made.bytes.data());
  return crypto::to_hex(made.view());
}

std::string text_md5(std::string_view text) { return crypto::to_hex(crypto::md5(text).view()); }

void check_characters(std::string_view body) {
  const auto refuse = [](unsigned code) {
    char digits[8];
    std::snprintf(digits, sizeof digits, "%x", code);
    throw refusal("InvalidMessageContents",
                  join({"Invalid binary character '#x", digits,
                        "' was found in the message body, the set of allowed characters is #x9 | #xA | #xD | #x20 to "
                        "#xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF"}));
  };
  for (std::size_t i = 0; i < body.size(); ++i) {
    const auto c = static_cast<unsigned char>(body[i]);
    if (c < 0x20 && c != '\t' && c != '\n' && c != '\r') refuse(c);
    const bool noncharacter = c == 0xEF && i + 2 < body.size() && static_cast<unsigned char>(body[i + 1]) == 0xBF &&
                              static_cast<unsigned char>(body[i + 2]) >= 0xBE;
    if (noncharacter) refuse(0xFFC0u + (static_cast<unsigned char>(body[i + 2]) & 0x3Fu));
  }
}

}  // namespace aloft::local::sqs
