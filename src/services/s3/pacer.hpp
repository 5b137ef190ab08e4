#pragma once
// A limit on bytes a second.

#include <aloft/clock.hpp>

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstdint>
#include <mutex>

namespace aloft::s3 {

/// Bytes are paid for before they are sent, or after they have come. Thread: safe.
class pacer {
 public:
  /// 0: no limit.
  pacer(const clock& time, std::uint64_t bytes_a_second) : clock_{time}, rate_{bytes_a_second} {}

  bool limits() const noexcept { return rate_ != 0; }
  /// Waits until so many more may pass; false when cancelled. Cancellation: total.
  boost::asio::awaitable<bool> pay(std::uint64_t bytes);

 private:
  const clock& clock_;
  const std::uint64_t rate_;
  std::mutex mutex_;
  std::chrono::steady_clock::time_point paid_until_{};
};

}  // namespace aloft::s3
