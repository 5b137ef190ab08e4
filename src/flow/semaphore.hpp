#pragma once
// A limit on what is under way at once.

#include "flow/waiter.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <memory>

namespace aloft::flow {

/// Permits; those who find none pass in the order in which they came. Thread-safe.
class semaphore {
 public:
  semaphore(std::shared_ptr<watchdog> guard, std::size_t permits);
  /// Cancellation: total; a permit that was given at that very moment goes to the next in line.
  /// Ends with: done, and release() is due; deadline, cancelled, context_gone, and it is not.
  boost::asio::awaitable<wait_end> acquire(steady_time limit = steady_time::max());
  /// From any thread.
  void release();

 private:
  class applicant;

  const std::shared_ptr<watchdog> guard_;
  std::size_t free_;  // under the guard's lock, as the line
  waiter::line waiting_;
};

/// Releases at the end of a scope.
class permit {
 public:
  explicit permit(semaphore& of) noexcept : of_{of} {}
  ~permit() { of_.release(); }
  permit(const permit&) = delete;
  permit& operator=(const permit&) = delete;

 private:
  semaphore& of_;
};

}  // namespace aloft::flow
