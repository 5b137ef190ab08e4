#include "local/sqs/sending_checks.hpp"

#include "local/characters.hpp"
#include "local/sqs/message_attributes.hpp"
#include "local/sqs/queue_error.hpp"

namespace aloft::local::sqs {
namespace {

constexpr std::string_view id_characters = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

api_error missing(std::string_view parameter) {
  return refusal("MissingParameter", join({"The request must contain the parameter ", parameter, "."}));
}

std::string read_id(const input& entry, std::string_view member) {
  const auto id = entry.optional_text(member);
  if (!id) return {};
  if (id->empty() || id->size() > 128 || !has_only_letters_digits_and(id_characters, *id))
    throw bad_parameter(
        *id, member, join({member, " can only include alphanumeric and punctuation characters. 1 to 128 in length."}));
  return std::string{*id};
}

void check_order(const queue& to, const message& content) {
  if (!to.settings().fifo()) {
    if (!content.deduplication_id.empty())
      throw bad_parameter(content.deduplication_id, "MessageDeduplicationId",
                          "The request includes a parameter that is not valid for this queue type.");
    return;
  }
  if (content.group.empty()) throw missing("MessageGroupId");
  if (content.deduplication_id.empty() && !to.settings().deduplicates_by_content())
    throw bad_parameter(
        "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly");
}

std::optional<std::chrono::seconds> read_delay(const queue& to, const input& entry) {
  const auto delay = entry.integer("DelaySeconds");
  if (!delay) return std::nullopt;
  if (*delay < 0 || *delay > 900)
    throw bad_parameter(std::to_string(*delay), "DelaySeconds", "DelaySeconds must be >= 0 and <= 900.");
  if (to.settings().fifo() && *delay != 0)
    throw bad_parameter(std::to_string(*delay), "DelaySeconds",
                        "The request include parameter that is not valid for this queue type.");
  if (to.settings().fifo()) return std::nullopt;
  return std::chrono::seconds{*delay};
}

}  // namespace

sending read_sending(region_queues& region, const queue& to, const input& entry, const call_context& context) {
  sending made;
  auto& content = made.content;
  content.body = entry.text("MessageBody");
  if (content.body.empty()) throw missing("MessageBody");
  check_characters(content.body);
  content.attributes = read_message_attributes(entry);
  content.system_attributes = read_system_attributes(entry);
  if (size_of(content) > to.settings().most_bytes())
    throw bad_parameter("One or more parameters are invalid. Reason: Message must be shorter than " +
                        std::to_string(to.settings().most_bytes()) + " bytes.");
  content.group = read_id(entry, "MessageGroupId");
  content.deduplication_id = read_id(entry, "MessageDeduplicationId");
  check_order(to, content);
  made.delay = read_delay(to, entry);
  content.body_md5 = text_md5(content.body);
  content.sender_id = context.caller.user_id;
  content.id = region.next_id();
  return made;
}

}  // namespace aloft::local::sqs
