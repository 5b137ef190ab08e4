#include "local/sqs/queue_settings.hpp"

#include "local/number.hpp"
#include "local/sqs/queue_error.hpp"

#include <boost/json/parse.hpp>

#include <algorithm>
#include <iterator>

namespace aloft::local::sqs {
namespace {

namespace json = boost::json;

enum class kind : std::uint8_t { number, flag, choice, text, document };

struct rule {
  std::string_view name;
  kind is;
  std::int64_t least = 0, most = 0;
  std::string_view initial = {};  ///< "": not there unless set
  std::string_view choices = {};  ///< two, with a space between
  bool fifo_only = false;
};

constexpr rule rules[] = {
    {"ContentBasedDeduplication", kind::flag, 0, 0, "false", {}, true},
    {"DeduplicationScope", kind::choice, 0, 0, "queue", "messageGroup queue", true},
    {"DelaySeconds", kind::number, 0, 900, "0"},
    {"FifoQueue", kind::flag, 0, 0, "true", {}, true},
    {"FifoThroughputLimit", kind::choice, 0, 0, "perQueue", "perQueue perMessageGroupId", true},
    {"KmsDataKeyReusePeriodSeconds", kind::number, 60, 86400},
    {"KmsMasterKeyId", kind::text},
    {"MaximumMessageSize", kind::number, 1024, 1048576, "1048576"},
    {"MessageRetentionPeriod", kind::number, 60, 1209600, "345600"},
    {"Policy", kind::document},
    {"ReceiveMessageWaitTimeSeconds", kind::number, 0, 20, "0"},
    {"RedriveAllowPolicy", kind::document},
    {"RedrivePolicy", kind::document},
    {"SqsManagedSseEnabled", kind::flag, 0, 0, "true"},
    {"VisibilityTimeout", kind::number, 0, 43200, "30"},
};

constexpr std::string_view counted[] = {"ApproximateNumberOfMessages",
                                        "ApproximateNumberOfMessagesDelayed",
                                        "ApproximateNumberOfMessagesNotVisible",
                                        "CreatedTimestamp",
                                        "LastModifiedTimestamp",
                                        "QueueArn"};

const rule* find_rule(std::string_view name) {
  const auto* found = std::ranges::find(rules, name, &rule::name);
  return found != std::end(rules) ? found : nullptr;
}

void check(const rule& of, std::string_view value) {
  bool fits = true;
  if (of.is == kind::number) {
    const auto number = parse_number<std::int64_t>(value);
    fits = number && *number >= of.least && *number <= of.most;
  } else if (of.is == kind::flag) {
    fits = value == "true" || value == "false";
  } else if (of.is == kind::choice) {
    const auto space = of.choices.find(' ');
    fits = value == of.choices.substr(0, space) || value == of.choices.substr(space + 1);
  }
  if (!fits) throw bad_attribute(of.name);
}

json::object parse_document(std::string_view name, std::string_view text) {
  boost::system::error_code failed;
  const auto parsed = json::parse({text.data(), text.size()}, failed);
  if (failed || !parsed.is_object())
    throw bad_parameter(text, name, failed ? "Not valid JSON." : "It must be a JSON object.");
  return parsed.get_object();
}

std::string text_of(const json::object& document, std::string_view name) {
  const auto* value = document.if_contains(name);
  if (value == nullptr) return {};
  if (const auto* text = value->if_string()) return std::string{*text};
  if (const auto* number = value->if_int64()) return std::to_string(*number);
  return {};
}

redrive read_redrive(std::string_view text) {
  const auto document = parse_document("RedrivePolicy", text);
  for (const auto& [name, value] : document)
    if (name != "deadLetterTargetArn" && name != "maxReceiveCount")
      throw bad_parameter(text, "RedrivePolicy",
                          join({"Amazon SQS can't create the redrive policy. Unknown member ", name, "."}));
  redrive made;
  made.target = text_of(document, "deadLetterTargetArn");
  if (made.target.empty())
    throw bad_parameter(text, "RedrivePolicy",
                        "Redrive policy does not contain mandatory attribute: deadLetterTargetArn.");
  const auto count = text_of(document, "maxReceiveCount");
  if (count.empty())
    throw bad_parameter(text, "RedrivePolicy", "Redrive policy does not contain mandatory attribute: maxReceiveCount.");
  const auto most = parse_number<std::uint32_t>(count);
  if (!most || *most < 1 || *most > 1000)
    throw bad_parameter(
        text, "RedrivePolicy",
        "Invalid value for maxReceiveCount: " + count + ", valid values are from 1 to 1000 both inclusive.");
  made.most_received = *most;
  return made;
}

void check_redrive_allow(std::string_view text) {
  const auto document = parse_document("RedriveAllowPolicy", text);
  const auto permission = text_of(document, "redrivePermission");
  const auto* sources = document.if_contains("sourceQueueArns");
  const bool by_queue = permission == "byQueue";
  if (!by_queue && permission != "allowAll" && permission != "denyAll")
    throw bad_parameter(text, "RedriveAllowPolicy", "redrivePermission must be allowAll, denyAll or byQueue.");
  if (by_queue != (sources != nullptr && sources->is_array() && !sources->get_array().empty()) ||
      (sources != nullptr && sources->is_array() && sources->get_array().size() > 10))
    throw bad_parameter(text, "RedriveAllowPolicy", "sourceQueueArns names 1 to 10 queues, with byQueue alone.");
}

}  // namespace

queue_settings::queue_settings(bool fifo, const attribute_texts& stated) : fifo_{fifo} {
  for (const auto& one : rules)
    if (!one.initial.empty() && (fifo || !one.fifo_only)) values_.emplace(one.name, one.initial);
  set(stated);
}

void queue_settings::set(const attribute_texts& stated) {
  auto next = *this;
  for (const auto& [name, value] : stated) {
    const auto* of = find_rule(name);
    if (of == nullptr) throw refusal("InvalidAttributeName", "Unknown Attribute " + name + ".");
    if (of->fifo_only && !fifo_)
      throw refusal("InvalidAttributeName", "You can specify the " + name + " only when FifoQueue is set to true.");
    const bool unset = value.empty() && (of->is == kind::document || of->is == kind::text);
    if (unset) {
      next.values_.erase(name);
    } else {
      check(*of, value);
      if (name == "FifoQueue" && value != "true") throw bad_attribute(name);
      next.values_[name] = value;
    }
  }
  const auto redrive_text = next.text("RedrivePolicy");
  next.redrive_ = redrive_text.empty() ? std::nullopt : std::optional{read_redrive(redrive_text)};
  if (const auto allow = next.text("RedriveAllowPolicy"); !allow.empty()) check_redrive_allow(allow);
  const auto policy_text = next.text("Policy");
  next.policy_.reset();
  if (!policy_text.empty()) {
    auto read = local::policy::parse(policy_text);
    if (!read) throw bad_attribute("Policy", read.error().message());
    next.policy_ = *std::move(read);
  }
  *this = std::move(next);
}

bool queue_settings::takes_from(std::string_view source_arn) const {
  const auto allow = text("RedriveAllowPolicy");
  if (allow.empty()) return true;
  const auto document = parse_document("RedriveAllowPolicy", allow);
  const auto permission = text_of(document, "redrivePermission");
  if (permission != "byQueue") return permission == "allowAll";
  return std::ranges::any_of(document.at("sourceQueueArns").as_array(), [&](const json::value& one) {
    return one.is_string() && std::string_view{one.get_string()} == source_arn;
  });
}

std::string_view queue_settings::text(std::string_view name) const {
  const auto found = values_.find(name);
  return found != values_.end() ? std::string_view{found->second} : std::string_view{};
}

std::string queue_settings::differing(const attribute_texts& stated) const {
  for (const auto& [name, value] : stated)
    if (text(name) != value) return name;
  return {};
}

std::int64_t queue_settings::number(std::string_view name) const {
  return parse_number<std::int64_t>(text(name)).value_or(0);
}

bool is_settable(std::string_view name) { return find_rule(name) != nullptr; }

bool is_counted(std::string_view name) { return std::ranges::find(counted, name) != std::end(counted); }

}  // namespace aloft::local::sqs
