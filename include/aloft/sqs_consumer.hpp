#pragma once
// A queue's messages, each in a coroutine of the caller's.
//
//   sqs::consumer orders{client, "orders", [](sqs::delivery& order) -> asio::awaitable<sqs::outcome> {
//     co_await book(order.body());
//     co_return sqs::outcome::done();
//   }};
//   const auto counts = co_await orders.run();      // until orders.stop()
//
// Messages are asked for in long polls, as many as the limit of messages in flight leaves room for, and stay hidden
// from other consumers from the moment they are received until their handler has ended, however long that takes (SQS:
// up to 12 h). Done ones are deleted in batches. In FIFO queues one message of a group is handled at a time, and after
// one that failed the later ones go back to the queue with it. docs/sqs.md has the rules in detail.

#include <aloft/client.hpp>
#include <aloft/error.hpp>
#include <aloft/value.hpp>

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aloft::sqs {

/// What a handler makes of a message.
struct outcome {
  enum class kind {
    done,   ///< the message is deleted
    retry,  ///< it becomes visible again, and its receive count grows: a redrive policy counts it
    keep,   ///< it is left alone: it becomes visible when its visibility timeout ends
  };
  kind what = kind::done;
  std::optional<std::chrono::seconds> after = {};  ///< of retry; nothing: by consumer_options::backoff

  static outcome done() noexcept { return {}; }
  static outcome retry() noexcept { return {kind::retry, std::nullopt}; }
  static outcome retry(std::chrono::seconds after) noexcept { return {kind::retry, after}; }
  static outcome keep() noexcept { return {kind::keep, std::nullopt}; }
};

/// A message in the hands of its handler.
/// Lifetime: texts and values live as long as the delivery, which ends with its handler.
/// Thread: the handler's; deadline() from any.
class delivery {
 public:
  std::string_view body() const noexcept;     ///< with unwrap_sns the notification's message
  std::string_view id() const noexcept;       ///< MessageId
  std::string_view group() const noexcept;    ///< MessageGroupId; empty where it has none
  std::string_view receipt() const noexcept;  ///< as it was received; the consumer deletes by the newest one it has
  int receive_count() const noexcept;         ///< 1 at the first time; 0 where the server does not tell
  /// The message as it was received: MessageId, Body, Attributes, MessageAttributes, …
  value message() const noexcept;
  /// The value of a message attribute, text or bytes; empty where there is none. With unwrap_sns the notification's.
  std::string_view attribute(std::string_view name) const noexcept;
  /// The topic that it came by, with unwrap_sns; else empty.
  std::string_view topic() const noexcept;
  /// Until when SQS hides it from others, as far as is known now; moves on while the handler runs.
  std::chrono::steady_clock::time_point deadline() const;

  struct state;
  explicit delivery(state& of) noexcept : state_{&of} {}

 private:
  state* state_;
};

/// Called for each message. What it throws counts as retry(), and on_error is told.
/// Cancellation: terminal, when the consumer's grace is over or its run() is cancelled: the message is given back.
using handler = std::function<boost::asio::awaitable<outcome>(delivery&)>;

struct consumer_options {
  std::size_t in_flight = 100;  ///< messages that are held at once, handled or waiting; at least 1
  std::size_t pollers = 0;  ///< long polls at once; 0: one while little comes, up to a tenth of in_flight, 32 at most
  std::chrono::seconds wait{20};  ///< of a long poll, 0 to 20; stop() waits for its end
  /// How long messages are hidden at a time, 1 s to 12 h; nothing: the queue's own setting, which is asked for once.
  std::optional<std::chrono::seconds> visibility = {};
  bool heartbeat = true;                         ///< hidden until the outcome; false: for `visibility` alone
  std::chrono::milliseconds delete_linger{100};  ///< how long a delete waits for nine others
  std::chrono::seconds grace{30};                ///< what stop() gives handlers that run
  /// How long a message is hidden after retry(), by its receive count; nothing: 2 s, 4 s, 8 s … up to 15 min.
  std::function<std::chrono::seconds(int)> backoff = {};
  bool unwrap_sns = false;  ///< bodies that are notifications of SNS are replaced by their message
  /// Besides those that the consumer needs: "SenderId", "AWSTraceHeader", …, or "All".
  std::vector<std::string> system_attributes = {};
  /// Told of what goes wrong without ending the consumer: polls that fail, handlers that throw, messages whose MD5 is
  /// wrong, that expired, or that could not be deleted. The message, where it is about one that is in a handler's
  /// hands. Called in any thread of the consumer's; must not throw.
  std::function<void(const error&, const delivery*)> on_error = {};
};

/// What a consumer has done so far.
struct consumer_counters {
  std::uint64_t received = 0;    ///< messages
  std::uint64_t handled = 0;     ///< handlers that ended, however
  std::uint64_t retried = 0;     ///< of these: given back to be tried again
  std::uint64_t kept = 0;        ///< of these: left alone
  std::uint64_t deleted = 0;     ///< confirmed
  std::uint64_t released = 0;    ///< given back unhandled: at the end, or behind one of their group that failed
  std::uint64_t duplicates = 0;  ///< came again while they were held, or could not be deleted and will come again
  std::uint64_t expired = 0;     ///< visible to others before their outcome
  std::uint64_t corrupt = 0;     ///< their MD5 was wrong; not handled
  std::uint64_t extended = 0;    ///< visibility prolonged, of one message each
  std::uint64_t receives = 0, deletes = 0, visibility_changes = 0;  ///< requests, by operation
  std::uint64_t empty_polls = 0;                                    ///< of `receives`: brought nothing
  std::uint64_t failed_requests = 0;                                ///< of all: ended with an error
  bool fifo = false;

  std::uint64_t requests() const noexcept { return receives + deletes + visibility_changes; }
  /// US dollars by the list price of us-east-1 for the first 100 thousand million requests: 0.40 (FIFO: 0.50) a
  /// million; one of 64 KiB or less counts once, which is taken of each here.
  double estimated_cost() const noexcept { return static_cast<double>(requests()) * (fifo ? 0.50e-6 : 0.40e-6); }
};

/// Copies are the same consumer.
/// Cancellation: terminal and partial; as stop() with no grace: handlers are cancelled, what they held is given back,
///   and polls are waited for, up to consumer_options::wait.
/// Ends with: run() with the counters, after stop() or a cancellation, when everything it held is deleted or given
/// back. Errors: usage "InvalidOption"; those of <aloft/sqs_queue.hpp>; what no later poll can put right: a queue that
/// is not
///   there or has been deleted, configuration; and, before the first poll that went well, refusals. Handlers that run
///   get their grace before. All else goes to on_error, and polling goes on with growing pauses.
/// Lifetime: run() goes on without the object. The executor's context must outlive it; the session's and the
/// coroutine's
///   may differ.
/// Thread: stop() and counters() are safe; one run() at a time. Handlers run on strands of the executor of run(),
/// several
///   at once where that has several threads.
class consumer {
 public:
  consumer(client sqs, std::string queue, handler each, consumer_options options = {});

  boost::asio::awaitable<consumer_counters> run();
  /// No further poll; those under way end by themselves, handlers that run have their grace, everything else is made
  /// visible at once.
  void stop();
  consumer_counters counters() const;
  /// Messages that are held now: waiting, handled, or to be deleted.
  std::size_t held() const;

  struct state;

 private:
  std::shared_ptr<state> state_;
};

}  // namespace aloft::sqs
