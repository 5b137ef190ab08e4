#pragma once
// How many requests one account of a service takes in one region: found out by asking.

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include <cstddef>
#include <deque>
#include <memory>
#include <utility>

namespace aloft::cli {

/// Starts at the most there may be, halves when a server throttles (once for what was under way together), and grows
/// back by one for each round of requests that were not throttled.
/// Thread: one executor that runs one handler at a time.
class adaptive_limit {
 public:
  explicit adaptive_limit(std::size_t most) noexcept : most_{most}, limit_{static_cast<double>(most)} {}

  /// A permit; given back by its destructor.
  class permit {
   public:
    explicit permit(adaptive_limit& of) noexcept : of_{&of}, round_{of.round_} {}
    permit(permit&& other) noexcept : of_{std::exchange(other.of_, nullptr)}, round_{other.round_} {}
    permit& operator=(permit&&) = delete;
    ~permit();
    /// How the request went: throttled, if only once before its answer.
    void went(bool throttled) noexcept;

   private:
    adaptive_limit* of_;
    std::size_t round_;
  };

  /// Cancellation: total. Ends with: the permit.
  /// Errors: aloft::error of kind cancelled. Lifetime: the limit outlives its permits. Thread: that of the class.
  boost::asio::awaitable<permit> acquire();

  std::size_t limit() const noexcept { return static_cast<std::size_t>(limit_); }

 private:
  void release() noexcept;

  const std::size_t most_;
  double limit_;
  std::size_t running_ = 0;
  std::size_t round_ = 0;  // of halvings
  std::deque<std::shared_ptr<boost::asio::steady_timer>> waiting_;
};

}  // namespace aloft::cli
