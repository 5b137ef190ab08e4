#pragma once
// Deadlines without a timer for each: one timer, ticking only while something is watched, looks at all of them.

#include "http/transport.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/intrusive/list.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>

namespace aloft::http {

/// Which deadline has passed.
enum class expiry : unsigned char {
  none,     ///< none yet
  connect,  ///< name lookup and TCP (and the proxy's consent)
  tls,      ///< the TLS handshake
  idle,     ///< no byte came or went while one was due
  attempt,  ///< the attempt or the operation
};

/// Something with deadlines. The owner sets them; the watchdog calls expire() when one has passed.
class watched : public boost::intrusive::list_base_hook<> {
 public:
  /// Starts a phase: forgets an earlier expiry and sets the deadline with its meaning. Needs the watchdog's lock.
  void begin(steady_time limit, expiry meaning) noexcept {
    fired_ = expiry::none;
    meaning_ = meaning;
    limit_ = limit;
  }
  /// The same for a phase on top of what the last one made: false, and no change, when that deadline has passed
  /// already.
  bool proceed(steady_time limit, expiry meaning) noexcept {
    if (fired_ != expiry::none) return false;
    begin(limit, meaning);
    return true;
  }
  /// Bytes are due until then; steady_time::max() when none are. Any thread, no lock.
  void due(steady_time until) noexcept {
    idle_until_.store(until.time_since_epoch().count(), std::memory_order_relaxed);
  }
  /// Needs the watchdog's lock.
  expiry fired() const noexcept { return fired_; }

 protected:
  watched() = default;
  ~watched() = default;
  watched(const watched&) = delete;
  watched& operator=(const watched&) = delete;

 private:
  friend class watchdog;
  /// A deadline has passed. Called with the lock held, and again at each tick while the item stays enrolled.
  virtual void expire(expiry why) noexcept = 0;

  expiry fired_ = expiry::none;
  expiry meaning_ = expiry::attempt;
  steady_time limit_ = steady_time::max();
  std::atomic<steady_time::rep> idle_until_{steady_time::max().time_since_epoch().count()};
};

/// Watches over everything in a transport and owns the one lock that its parts share: no part holds it across a
/// suspension, and nothing is ever done under it that takes longer than moving a few pointers.
class watchdog : public std::enable_shared_from_this<watchdog> {
 public:
  static constexpr std::chrono::milliseconds tick{25};  ///< a deadline is noticed at most this much late

  explicit watchdog(boost::asio::any_io_executor executor) : timer_{std::move(executor)} {}

  std::mutex& mutex() noexcept { return mutex_; }
  /// Needs the lock; so does withdraw().
  void enroll(watched& item);
  /// Does nothing when the item is not enrolled.
  void withdraw(watched& item) noexcept;

 private:
  void arm();
  void check(std::uint64_t round);

  std::mutex mutex_;
  boost::asio::steady_timer timer_;  // every use under the lock: timers are not thread-safe
  std::uint64_t round_ = 0;          // tells a tick that was already on its way when the timer was stopped
  boost::intrusive::list<watched, boost::intrusive::constant_time_size<false>> items_;
};

}  // namespace aloft::http
