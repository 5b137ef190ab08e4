#pragma once
// The receiving side of an event stream: frames from an exchange, events to one reader.
//
// Vocabulary: the stream is *open* from the head of its answer; *handed out* is what the caller has got to see of it:
// until then its failure is one of an attempt, and the stream may be opened anew. It is *over* after its end, its
// failure, or when the reader has ended it.

#include "document/document.hpp"
#include "flow/context_watch.hpp"
#include "flow/event.hpp"
#include "protocol/event_reader.hpp"
#include "runtime/event_call.hpp"
#include "serde/event_frame.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace aloft::runtime {

/// An event as readers get it: nothing of it depends on the stream any more but the model.
struct received_event {
  const model::member* member = nullptr;  ///< of the union; null: unknown
  std::string type;                       ///< of an unknown one
  document content;                       ///< the union
  std::string headers;                    ///< encoded
  std::string payload;                    ///< of an unknown one
};

/// Shared by the stream and what reads in its name. One reader at a time.
class event_receiver final : public flow::context_listener, public std::enable_shared_from_this<event_receiver> {
 public:
  event_receiver(std::unique_ptr<event_call> call, boost::asio::any_io_executor runs, std::size_t max_event);
  ~event_receiver();

  /// Once, before all others.
  boost::asio::awaitable<result<void>> open();

  /// The next event where it has been received already, and no wait is needed; nothing says nothing.
  std::optional<received_event> at_hand();
  /// The next event; nothing at a good end.
  /// Cancellation: terminal, and nothing is lost: the next call goes on. While the stream is opened anew it is over.
  /// Errors: those of the stream, final, with what is known of the call.
  boost::asio::awaitable<result<std::optional<received_event>>> next();
  /// The output's members beside the stream. Waits for the initial message where the protocol has one and the output
  /// such members. The stream is never opened anew afterwards: the caller knows this one.
  boost::asio::awaitable<result<value>> initial();
  /// How the answer came. As with initial(), it is known to the caller from now on.
  boost::asio::awaitable<result<response_metadata>> metadata();

  // Of streams that send. One sender at a time, beside the reader.
  /// `bytes` gives what is to be sent, and is called once it is known that it can be.
  using sending = std::function<result<std::string_view>(event_sender&)>;
  boost::asio::awaitable<result<void>> send(sending bytes);
  /// Once it is open: how long a piece may wait to be taken.
  void limit_sending(std::chrono::milliseconds longest) noexcept {
    if (on_) on_->limit_sending(longest);
  }
  /// The end of what is sent.
  boost::asio::awaitable<result<void>> end_input();

  /// The reader wants no more: reading ends with nothing, also one that waits.
  void end() noexcept;
  /// Reading ends with error kind cancelled, also one that waits.
  void cancel() noexcept;
  /// Nobody is going to read.
  void abandon() noexcept;

  std::optional<error> failure() const { return failure_; }
  std::uint64_t delivered() const noexcept { return delivered_; }
  const model::operation& operation() const noexcept { return call_->operation(); }
  const boost::asio::any_io_executor& executor() const noexcept { return executor_; }
  error explain(const error& failure) { return call_->explain(failure); }

  void context_gone() noexcept override;

 private:
  void begin(opened_events&& with);
  boost::asio::awaitable<result<void>> know_answer();
  boost::asio::awaitable<result<std::string_view>> read_piece();
  boost::asio::awaitable<result<void>> sent(result<bool> how);
  void let_go(bool well) noexcept;
  class waiting_reader;
  bool is_reading() const noexcept { return reading_ && !piece_; }
  result<bool> decode(bool initial_too);
  boost::asio::awaitable<result<std::string_view>> bytes();
  boost::asio::awaitable<result<void>> take_in(bool initial_too);
  boost::asio::awaitable<result<void>> advance(bool initial_too);
  boost::asio::awaitable<error> judge_foreign(error failure);
  void keep_foreign(std::string_view piece);
  result<void> at_end();
  static boost::asio::awaitable<void> read_on(std::shared_ptr<event_receiver> self);
  received_event keep(protocol::incoming_event&& event, const serde::event_frame& frame) const;
  bool has_initial_message() const noexcept;
  void hand_out() noexcept;
  error fail(const error& why);
  void close() noexcept;

  const std::unique_ptr<event_call> call_;
  boost::asio::any_io_executor executor_;
  const std::size_t max_event_;
  const protocol::event_form& form_;

  // Of the stream that is open now.
  http::exchange_ptr on_;  // empty once it is over
  call_answer answer_;
  std::optional<serde::event_decoder> decoder_;
  std::optional<protocol::event_reader> reader_;
  std::optional<document> initial_;     // of the initial message
  std::optional<received_event> held_;  // read, and not given yet
  std::optional<std::string> foreign_;  // the body so far, where it may be no stream of events
  std::optional<error> fault_;          // of the bytes at hand: nothing can be read behind it
  std::string_view last_;               // the event without which the stream is not complete
  bool complete_ = false;               // the last event has come

  // Of streams that send.
  std::unique_ptr<event_sender> sender_;
  bool answered_ = true;  // the head of the answer has come
  bool sending_ = false;  // somebody is at it
  bool input_ended_ = false;
  bool has_reader_ = false;
  http::exchange_ptr leaving_;  // what the stream was on: the sender still uses it
  flow::event headed_, over_;

  // A read that goes on when its reader is cancelled.
  flow::event arrived_;
  bool reading_ = false;
  std::optional<result<std::string_view>> piece_;

  bool handed_out_ = false;
  bool ended_ = false;  // well, or by the reader
  std::optional<error> failure_;
  std::uint64_t delivered_ = 0;
};

}  // namespace aloft::runtime
