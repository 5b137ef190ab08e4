#pragma once
// Calls whose answers stream events. Such a call is not over with the head of its answer: as long as nothing of the
// stream has been handed out, a failure there is the failure of an attempt, and may be met by another one.

#include "http/exchange.hpp"
#include "runtime/call.hpp"
#include "runtime/event_sender.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <memory>

namespace aloft::runtime {

/// The head of a success, and what the events come on.
struct opened_events {
  http::exchange_ptr on;
  call_answer answer;  ///< the output's members beside the stream, as far as the head has them
  /// The operation takes events too: the answer is not there yet, as services wait for some first. See head().
  std::unique_ptr<event_sender> sends = {};
};

/// Thread: one at a time. Destroyed in the middle, the call is over.
class event_call {
 public:
  virtual ~event_call() = default;

  /// Once. Errors: those of run_call(); usage "Http2Needed" where HTTP/2 is forbidden.
  virtual boost::asio::awaitable<result<opened_events>> open() = 0;
  /// The answer to a stream that sends. Errors: those of run_call(), final.
  virtual boost::asio::awaitable<result<call_answer>> head(http::exchange& of) = 0;
  /// The stream has failed before anything of it was handed out: it is opened anew where the rules of retries allow
  /// that; else their word on the failure comes back.
  virtual boost::asio::awaitable<result<opened_events>> open_again(error failure) = 0;
  /// Something is handed out: the call has succeeded, and is never made again.
  virtual void handed_out() noexcept = 0;
  /// What is known of the call, in an error of its stream.
  virtual error explain(const error& failure) = 0;

  virtual const call_context& context() const noexcept = 0;
  virtual const model::operation& operation() const noexcept = 0;
};

/// `silence`: how long the open stream may be silent; zero: for ever. The operation lives as long as the context.
std::unique_ptr<event_call> make_event_call(std::shared_ptr<const call_context> context,
                                            const model::operation& operation, call_input input, call_limits limits,
                                            std::chrono::milliseconds silence);

/// The operation needs HTTP/2, at least to AWS itself: it sends events too, or its service says so.
bool needs_http2(const model::operation& operation) noexcept;

}  // namespace aloft::runtime
