#pragma once
// A budget that many share: requests at once, bytes of memory.

#include <aloft/clock.hpp>
#include <aloft/concurrency.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <list>
#include <mutex>
#include <utility>

namespace aloft::s3 {

/// Who finds too little waits in line: nobody passes another. More than all there is counts as all there is.
/// Thread: safe.
class gate {
 public:
  gate(boost::asio::any_io_executor executor, const clock& time, std::uint64_t units)
      : executor_{std::move(executor)}, clock_{time}, all_{units}, free_{units} {}

  /// What was taken, to be given back; nothing when cancelled. Cancellation: total.
  boost::asio::awaitable<std::uint64_t> acquire(std::uint64_t units = 1);
  /// The same when nobody has to wait; 0: somebody would.
  std::uint64_t try_acquire(std::uint64_t units = 1);
  void release(std::uint64_t units);

 private:
  struct applicant {
    std::uint64_t wanted;
    event granted;
  };
  bool take(std::uint64_t units);  // under the lock

  const boost::asio::any_io_executor executor_;
  const clock& clock_;
  const std::uint64_t all_;
  std::mutex mutex_;
  std::uint64_t free_;
  std::list<applicant*> line_;
};

/// Gives back at the end of a scope.
class held_units {
 public:
  held_units(gate& of, std::uint64_t units) noexcept : of_{&of}, units_{units} {}
  held_units(held_units&& other) noexcept : of_{other.of_}, units_{std::exchange(other.units_, 0)} {}
  held_units& operator=(held_units&&) = delete;
  ~held_units() {
    if (units_ != 0) of_->release(units_);
  }
  explicit operator bool() const noexcept { return units_ != 0; }

 private:
  gate* of_;
  std::uint64_t units_;
};

}  // namespace aloft::s3
