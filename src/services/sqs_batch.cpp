#include <aloft/sqs_batch.hpp>

#include "services/batch_entries.hpp"
#include "services/message_digest.hpp"
#include "services/sqs_calls.hpp"

#include <utility>

namespace aloft::sqs {
namespace asio = boost::asio;
using services::batch_answer;
using services::batch_input;
using services::push_attributes;
using services::push_text;

namespace {

constexpr batch_input::names entries_of_queue{"QueueUrl", "Entries"};
constexpr std::size_t entries_of_request = 10;

error too_long(const outgoing& message, std::size_t limit) {
  return error{error_kind::usage, "MessageTooLong",
               "the message has " + std::to_string(size_of(message)) +
                   " bytes, attributes included; expected at most " + std::to_string(limit)};
}

error wrong_digest_of(std::string_view what, std::string_view said, std::string_view expected) {
  return error{error_kind::protocol, "ChecksumMismatch",
               std::string{what} + ": SQS answered " + std::string{said} + ", the message that was sent has " +
                   std::string{expected} + "; what is in the queue is not what was sent"};
}

void push_message(const outgoing& message, shape_sink& to) {
  push_text(to, "MessageBody", message.body);
  if (message.delay) {
    to.key("DelaySeconds");
    to.integer(message.delay->count());
  }
  push_attributes(to, "MessageAttributes", message.attributes);
  push_attributes(to, "MessageSystemAttributes", message.system_attributes);
  if (!message.group.empty()) push_text(to, "MessageGroupId", message.group);
  if (!message.dedup_id.empty()) push_text(to, "MessageDeduplicationId", message.dedup_id);
}

}  // namespace

error not_sent_since_cancelled() {
  return error{error_kind::cancelled, "Cancelled", "the caller cancelled the batch before this entry had an outcome"};
}

std::size_t size_of(const outgoing& message) noexcept {
  std::size_t size = message.body.size();
  for (const auto& [name, one] : message.attributes) size += name.size() + one.type.size() + one.value.size();
  return size;
}

send_calls::send_calls(client by, std::string url, const batch_options& options)
    : by_{std::move(by)}, url_{std::move(url)}, fifo_{is_fifo(url_)}, options_{options} {}

send_calls::item_ptr send_calls::add(outgoing message, batch_queue& line) {
  auto one = std::make_shared<item>();
  one->message = std::move(message);
  add(one, line);
  return one;
}

void send_calls::add(const item_ptr& one, batch_queue& line) {
  const std::size_t size = size_of(one->message);
  if (size > options_.max_bytes) {
    one->outcome.emplace(too_long(one->message, options_.max_bytes));
    return;
  }
  one->body_digest = digest_of(one->message.body);
  one->attributes_digest = digest_of(one->message.attributes);
  one->system_digest = digest_of(one->message.system_attributes);
  line.add(size, fifo_ ? std::string_view{one->message.group} : std::string_view{});
  in_line_.push_back(one);
}

namespace {

/// The message is in the queue, whatever it is now.
void take(send_calls::item& one, value record) {
  const auto differs = [&](std::string_view member, const std::string& expected) {
    const auto said = record[member].as_text();
    if (said.empty() || said == expected) return false;
    one.outcome.emplace(wrong_digest_of(member, said, expected));
    return true;
  };
  if (!differs("MD5OfMessageBody", one.body_digest) && !differs("MD5OfMessageAttributes", one.attributes_digest) &&
      !differs("MD5OfMessageSystemAttributes", one.system_digest))
    one.outcome.emplace(
        sent{std::string{record["MessageId"].as_text()}, std::string{record["SequenceNumber"].as_text()}});
}

}  // namespace

asio::awaitable<std::vector<verdict>> send_calls::send(const batch_queue::batch& entries) {
  std::vector<item_ptr> items;
  for (const auto number : entries) items.push_back(in_line_[number]);
  return send_items(std::move(items));
}

asio::awaitable<std::vector<verdict>> send_calls::send_items(std::vector<item_ptr> items) const {
  auto source = std::make_shared<const batch_input>(
      entries_of_queue, url_, items.size(),
      [&items](std::size_t place, shape_sink& to) { push_message(items[place]->message, to); });
  std::vector<verdict> verdicts(items.size(), verdict::refused);
  auto answer = co_await by_.try_call("SendMessageBatch", std::move(source));
  if (!answer) {
    for (const auto& one : items) one->outcome.emplace(answer.error());
    verdicts.assign(items.size(), services::verdict_of(answer.error(), fifo_ || options_.retry_lost));
    co_return verdicts;
  }
  const batch_answer into{.accepted =
                              [&](std::size_t place, value record) {
                                take(*items[place], record);
                                verdicts[place] = verdict::accepted;
                              },
                          .failed =
                              [&](std::size_t place, error failure, bool again) {
                                verdicts[place] = again ? verdict::again : verdict::refused;
                                items[place]->outcome.emplace(std::move(failure));
                              }};
  services::read_batch_answer(answer->output(), items.size(), into);
  co_return verdicts;
}

void send_calls::stopped(std::size_t entry) {
  in_line_[entry]->outcome.emplace(error{error_kind::usage, "EarlierMessageFailed",
                                         "not taken: an earlier message of the group '" +
                                             in_line_[entry]->message.group +
                                             "' failed, and the order would have been lost"});
}

void send_calls::cancelled(std::size_t entry) { in_line_[entry]->outcome.emplace(not_sent_since_cancelled()); }

receipt_calls::receipt_calls(client by, std::string url, bool deletes, const std::vector<visibility_change>& entries)
    : by_{std::move(by)}, url_{std::move(url)}, deletes_{deletes}, entries_{entries}, outcomes_(entries.size()) {}

asio::awaitable<std::vector<result<void>>> call_with_receipts(const client& by, std::string_view url, bool deletes,
                                                              const std::vector<visibility_change>& entries) {
  auto source = std::make_shared<const batch_input>(entries_of_queue, url, entries.size(),
                                                    [&entries, deletes](std::size_t place, shape_sink& to) {
                                                      push_text(to, "ReceiptHandle", entries[place].receipt_handle);
                                                      if (deletes) return;
                                                      to.key("VisibilityTimeout");
                                                      to.integer(entries[place].timeout.count());
                                                    });
  auto answer =
      co_await by.try_call(deletes ? "DeleteMessageBatch" : "ChangeMessageVisibilityBatch", std::move(source));
  if (!answer) co_return std::vector<result<void>>(entries.size(), result<void>{answer.error()});
  std::vector<result<void>> outcomes(entries.size());
  const batch_answer into{.accepted = [](std::size_t, value) {},
                          .failed = [&](std::size_t place, error failure, bool) { outcomes[place] = failure; }};
  services::read_batch_answer(answer->output(), entries.size(), into);
  co_return outcomes;
}

asio::awaitable<std::vector<verdict>> receipt_calls::send(const batch_queue::batch& entries) {
  std::vector<visibility_change> some;
  for (const auto number : entries) some.push_back(entries_[number]);
  const auto outcomes = co_await call_with_receipts(by_, url_, deletes_, some);
  std::vector<verdict> verdicts;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const auto& one = outcomes[i];
    outcomes_[entries[i]] = one;
    verdicts.push_back(one ? verdict::accepted
                       : one.error().kind() == error_kind::service && one.error().info().http_status == 0
                           ? (one.error().retryable() ? verdict::again : verdict::refused)  // of the entry alone
                           : services::verdict_of(one.error(), true));
  }
  co_return verdicts;
}

void receipt_calls::cancelled(std::size_t entry) { outcomes_[entry] = not_sent_since_cancelled(); }

namespace {

asio::awaitable<std::vector<result<void>>> run_receipts(client sqs, std::string queue, bool deletes,
                                                        std::vector<visibility_change> entries, batch_options options) {
  const clock& time = sqs.clock();
  auto url = co_await queue_url(sqs, std::move(queue));
  receipt_calls calls{std::move(sqs), std::move(url), deletes, entries};
  const services::batch_limits limits{.entries = entries_of_request, .rounds = options.rounds};
  batch_queue line{limits};
  for (const auto& one : entries) line.add(one.receipt_handle.size());
  co_await services::run_batches(line, calls, options.parallel, time);
  std::vector<result<void>> outcomes;
  outcomes.reserve(entries.size());
  for (auto& one : calls.outcomes())
    outcomes.push_back(one ? std::move(*one) : result<void>{not_sent_since_cancelled()});
  co_return outcomes;
}

}  // namespace

asio::awaitable<std::vector<result<sent>>> send_batch(client sqs, std::string queue, std::vector<outgoing> messages,
                                                      batch_options options) {
  const clock& time = sqs.clock();
  auto url = co_await queue_url(sqs, std::move(queue));
  send_calls calls{std::move(sqs), std::move(url), options};
  const services::batch_limits limits{
      .entries = entries_of_request, .bytes = options.max_bytes, .rounds = options.rounds};
  batch_queue line{limits};
  std::vector<send_calls::item_ptr> items;
  items.reserve(messages.size());
  for (auto& one : messages) items.push_back(calls.add(std::move(one), line));
  co_await services::run_batches(line, calls, options.parallel, time);
  std::vector<result<sent>> outcomes;
  outcomes.reserve(items.size());
  for (const auto& one : items)
    outcomes.push_back(one->outcome ? std::move(*one->outcome) : result<sent>{not_sent_since_cancelled()});
  co_return outcomes;
}

asio::awaitable<std::vector<result<void>>> delete_batch(client sqs, std::string queue,
                                                        std::vector<std::string> receipt_handles,
                                                        batch_options options) {
  std::vector<visibility_change> entries;
  entries.reserve(receipt_handles.size());
  for (auto& one : receipt_handles) entries.push_back({std::move(one), {}});
  return run_receipts(std::move(sqs), std::move(queue), true, std::move(entries), options);
}

asio::awaitable<std::vector<result<void>>> change_visibility_batch(client sqs, std::string queue,
                                                                   std::vector<visibility_change> changes,
                                                                   batch_options options) {
  return run_receipts(std::move(sqs), std::move(queue), false, std::move(changes), options);
}

}  // namespace aloft::sqs
