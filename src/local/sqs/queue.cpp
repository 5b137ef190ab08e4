#include "local/sqs/queue.hpp"

#include "aloft/base64.hpp"
#include "crypto/digest.hpp"
#include "crypto/hex.hpp"
#include "local/number.hpp"
#include "local/sqs/message_attributes.hpp"
#include "local/sqs/queue_error.hpp"

#include <cstdio>
#include <utility>

namespace aloft::local::sqs {
namespace {

constexpr std::chrono::hours longest_visibility{12};

}  // namespace

std::string sequence_number(std::uint64_t n) {
  char digits[24];
  std::snprintf(digits, sizeof digits, "1885%016llu", static_cast<unsigned long long>(n));
  return digits;
}

queue::queue(std::string name, std::string arn, queue_settings settings, instant now)
    : name_{std::move(name)},
      arn_{std::move(arn)},
      receipt_prefix_{crypto::to_hex(crypto::sha256(arn_).view())},
      settings_{std::move(settings)},
      created_{now},
      modified_{now},
      store_{settings_.fifo()} {}

void queue::set(const attribute_texts& stated, instant now) {
  settings_.set(stated);
  modified_ = now;
}

void queue::advance(instant now) { store_.advance(now, settings_.retention()); }

sent_message queue::send(sending what, instant now) {
  auto& content = what.content;
  if (settings_.fifo()) {
    if (content.deduplication_id.empty())
      content.deduplication_id = crypto::to_hex(crypto::sha256(content.body).view());
    const auto key =
        settings_.deduplicates_by_group() ? content.group + '\n' + content.deduplication_id : content.deduplication_id;
    if (const auto* known = sent_.find(key, now)) return *known;
    content.sequence_number = sequence_number(++last_sequence_);
    sent_.add(key, {content.id, content.sequence_number}, now);
  }
  content.sent = now;
  const sent_message made{content.id, content.sequence_number};
  const auto delay = what.delay.value_or(settings_.delay());
  store_.add(std::move(content), delay.count() > 0 ? std::optional{now + delay} : std::nullopt);
  bell_->ring();  // also for a delayed one: whoever waits has to know when it comes
  return made;
}

void queue::take_in(message moved, instant now) {
  if (settings_.fifo()) moved.sent = now;
  store_.add(std::move(moved), std::nullopt);
  bell_->ring();
}

delivery queue::deliver(std::uint64_t number, std::chrono::seconds visibility, instant now) {
  auto& received = at(number);
  ++received.received;
  received.last_received = now;
  if (!received.first_received) received.first_received = now;
  store_.hide(number, now + visibility, now);
  return {&received, write_receipt({number, received.received})};
}

void queue::remove(std::string_view receipt_handle) {
  const auto receipt = read_receipt(receipt_handle);
  const auto* content = store_.find(receipt.number);
  if (content == nullptr) return;
  const bool current = receipt.received == content->received;
  if (settings_.fifo() && (!current || content->state != message_state::in_flight))
    throw bad_parameter(receipt_handle, "ReceiptHandle", "The receipt handle has expired.");
  if (!current) return;
  store_.take(receipt.number);
  bell_->ring();  // the next of a group may come
}

void queue::change_visibility(std::string_view receipt_handle, std::chrono::seconds visibility, instant now) {
  if (visibility < std::chrono::seconds{0} || visibility > longest_visibility)
    throw bad_parameter(std::to_string(visibility.count()), "VisibilityTimeout",
                        "VisibilityTimeout must be an integer between 0 and 43200.");
  const auto receipt = read_receipt(receipt_handle);
  const auto* content = store_.find(receipt.number);
  if (content == nullptr || receipt.received != content->received || content->state != message_state::in_flight)
    throw bad_parameter(receipt_handle, "ReceiptHandle",
                        "Message does not exist or is not available for visibility timeout change.");
  if (now + visibility > content->last_received + longest_visibility)
    throw bad_parameter(std::to_string(visibility.count()), "VisibilityTimeout",
                        "Total VisibilityTimeout for the message is beyond the limit [43200 seconds].");
  store_.hide(receipt.number, now + visibility, now);
  bell_->ring();
}

void queue::purge(instant now) {
  store_.clear();
  purged = now;
}

// A handle: base64 of the digest of the queue, the message's number and how often it had been received.
std::string queue::write_receipt(const receipt& made) const {
  char numbers[40];
  std::snprintf(numbers, sizeof numbers, "%016llx%08x", static_cast<unsigned long long>(made.number), made.received);
  return to_base64(receipt_prefix_ + numbers);
}

queue::receipt queue::read_receipt(std::string_view handle) const {
  const auto refuse = [&] {
    return refusal("ReceiptHandleIsInvalid",
                   join({"The input receipt handle \"", handle, "\" is not a valid receipt handle."}));
  };
  const auto text = from_base64(handle);
  if (!text || text->size() != receipt_prefix_.size() + 24 || !text->starts_with(receipt_prefix_)) throw refuse();
  const auto bytes = crypto::from_hex(std::string_view{*text}.substr(receipt_prefix_.size()));
  if (!bytes) throw refuse();
  receipt read;
  for (std::size_t i = 0; i < 8; ++i) read.number = read.number << 8 | static_cast<unsigned char>((*bytes)[i]);
  for (std::size_t i = 8; i < 12; ++i) read.received = read.received << 8 | static_cast<unsigned char>((*bytes)[i]);
  return read;
}

}  // namespace aloft::local::sqs
