#include <aloft/sns_publish.hpp>

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <array>

namespace aloft::sns {
namespace json = boost::json;
namespace {

constexpr std::array<std::string_view, 10> plain_protocols{"default", "email", "email-json", "http",        "https",
                                                           "sqs",     "sms",   "lambda",     "application", "firehose"};
/// Their texts are JSON that the platform reads.
constexpr std::array<std::string_view, 13> platforms{"ADM",
                                                     "APNS",
                                                     "APNS_SANDBOX",
                                                     "APNS_VOIP",
                                                     "APNS_VOIP_SANDBOX",
                                                     "APNS_PASSBOOK",
                                                     "APNS_PASSBOOK_SANDBOX",
                                                     "BAIDU",
                                                     "GCM",
                                                     "MACOS",
                                                     "MACOS_SANDBOX",
                                                     "MPNS",
                                                     "WNS"};

template <std::size_t N>
bool is_one(const std::array<std::string_view, N>& of, std::string_view name) {
  return std::find(of.begin(), of.end(), name) != of.end();
}

error invalid(const std::string& what) { return error{error_kind::usage, "InvalidMessageStructure", what}; }

result<void> check_text(std::string_view protocol, std::string_view text) {
  if (is_one(plain_protocols, protocol)) return {};
  if (!is_one(platforms, protocol))
    return invalid('\'' + std::string{protocol} +
                   "' is no protocol of SNS; expected default, email, email-json, http, https, sqs, sms, lambda, "
                   "firehose, or a platform such as APNS or GCM");
  if (protocol == "MPNS" || protocol == "WNS") return {};  // XML
  boost::system::error_code bad;
  const auto parsed = json::parse({text.data(), text.size()}, bad);
  if (bad || !parsed.is_object())
    return invalid("the text for " + std::string{protocol} + " is no JSON object, as that platform wants");
  return {};
}

}  // namespace

result<void> check_per_protocol(std::string_view message) {
  boost::system::error_code bad;
  const auto parsed = json::parse({message.data(), message.size()}, bad);
  if (bad) return invalid("a message with a text for each protocol is JSON; this is none: " + bad.message());
  if (!parsed.is_object()) return invalid("a message with a text for each protocol is a JSON object");
  if (!parsed.get_object().contains("default"))
    return invalid("\"default\", the text for protocols that have none of their own, is missing");
  for (const auto& [protocol, text] : parsed.get_object()) {
    if (!text.is_string()) return invalid('"' + std::string{protocol} + "\": expected a text");
    if (auto fine = check_text(protocol, text.get_string()); !fine) return fine;
  }
  return {};
}

result<std::string> per_protocol(std::string_view fallback, const std::map<std::string, std::string>& by_protocol) {
  json::object all{{"default", fallback}};
  for (const auto& [protocol, text] : by_protocol) {
    if (auto fine = check_text(protocol, text); !fine) return fine.error();
    all[protocol] = text;
  }
  return json::serialize(all);
}

std::size_t size_of(const publication& one) noexcept {
  std::size_t size = one.message.size() + one.subject.size();
  for (const auto& [name, part] : one.attributes) size += name.size() + part.type.size() + part.value.size();
  return size;
}

}  // namespace aloft::sns
