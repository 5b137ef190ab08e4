#pragma once
// Sends what a batch_queue gives, several requests at once, until each entry has its outcome.

#include "services/batch_queue.hpp"

#include <aloft/clock.hpp>
#include <aloft/error.hpp>

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <vector>

namespace aloft::services {

/// One kind of request, and where the outcomes go.
class batch_caller {
 public:
  virtual ~batch_caller() = default;
  /// Sends the entries, keeps what the answer says of each, and judges it. Called from several strands at once, for
  /// different entries. Must not throw.
  virtual boost::asio::awaitable<std::vector<verdict>> send(const batch_queue::batch& entries) = 0;
  /// The entry was never sent: an earlier one of its lane failed.
  virtual void stopped(std::size_t entry) = 0;
  /// The entry was not sent, or not again, since the caller cancelled.
  virtual void cancelled(std::size_t entry) = 0;
};

/// Cancellation: terminal and partial; waits for what is under way, which is cancelled too.
boost::asio::awaitable<void> run_batches(batch_queue& queue, batch_caller& by, std::size_t parallel, const clock& time);

/// What an error of a whole request says of its entries. `repeatable`: sending them twice does no harm.
verdict verdict_of(const error& failure, bool repeatable);

/// How long to wait before the next round, with some jitter.
std::chrono::milliseconds pause_before_round(int round);

}  // namespace aloft::services
