#pragma once
// Single messages, from as many coroutines as there are, that travel together.
//
//   sqs::sender orders{client, "orders"};
//   const auto outcome = co_await orders.send(std::move(message));   // in each of a thousand coroutines

#include <aloft/client.hpp>
#include <aloft/error.hpp>
#include <aloft/sqs_batch.hpp>

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <memory>
#include <string>

namespace aloft::sqs {

/// A message goes at once when no request is under way, else with the next one: nothing waits for a timer. Messages of
/// a group of a FIFO queue keep the order in which send() was called.
/// Cancellation: terminal and partial, of send() and flush(); ends the waiting alone: the message may be sent all the
///   same, with others.
/// Ends with: send() with the message's own outcome, flush() when nothing is waiting or under way.
/// Errors: those of <aloft/sqs_batch.hpp>, as a value; cancelled.
/// Lifetime: what send() was given goes out without the sender; the executor's context must outlive it.
/// Thread: safe.
class sender {
 public:
  explicit sender(client sqs, std::string queue, batch_options options = {});

  boost::asio::awaitable<result<sent>> send(outgoing message);
  boost::asio::awaitable<void> flush();

  /// What it has done so far.
  struct counts {
    std::size_t messages = 0;  ///< taken by send()
    std::size_t requests = 0;  ///< SendMessageBatch
  };
  counts counters() const;

  struct state;

 private:
  std::shared_ptr<state> state_;
};

}  // namespace aloft::sqs
