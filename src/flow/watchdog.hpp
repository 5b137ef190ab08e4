#pragma once
// Deadlines without a timer for each: one timer per execution context, ticking only while something is watched, looks
// at all of them.
//
//   watched    something with deadlines: a connection, a coroutine that waits
//   tick       how late a deadline may be noticed by the system's clock; clocks of tests are noticed when they turn
//   the lock   one for all that a watchdog watches; no part holds it across a suspension, and nothing is ever done
//   under
//              it that takes longer than moving a few pointers

#include "core/random_source.hpp"
#include "flow/budget.hpp"
#include "flow/context_watch.hpp"
#include "flow/wait_end.hpp"

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/intrusive/list.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace aloft::flow {

/// Which deadline has passed.
enum class expiry : unsigned char {
  none,     ///< none yet
  connect,  ///< name lookup and TCP (and the proxy's consent)
  tls,      ///< the TLS handshake
  idle,     ///< no byte came or went while one was due
  attempt,  ///< the attempt or the operation
};

/// What resumes a coroutine that waits.
using wait_handler = boost::asio::any_completion_handler<void(wait_end)>;

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
  /// The watchdog's context goes. Called with the lock held; handlers that must not be called any more are moved to
  /// `dropped`, for destruction outside the lock.
  virtual void context_gone(std::vector<wait_handler>& /*dropped*/) noexcept {}

  expiry fired_ = expiry::none;
  expiry meaning_ = expiry::attempt;
  steady_time limit_ = steady_time::max();
  std::atomic<steady_time::rep> idle_until_{steady_time::max().time_since_epoch().count()};
};

/// Thread-safe as stated. May outlive its context; nothing expires any more then.
class watchdog final : public std::enable_shared_from_this<watchdog>, public context_listener, public clock_listener {
 public:
  static constexpr std::chrono::milliseconds tick{25};  ///< a deadline is noticed at most this much late

  /// The one of the executor's context and that clock, which must outlive it.
  static std::shared_ptr<watchdog> of(const boost::asio::any_io_executor& executor,
                                      const clock& time = system_clock_source());

  std::mutex& mutex() noexcept { return mutex_; }
  const clock& time() const noexcept { return time_; }
  bool runs_on(const boost::asio::execution_context& context) const noexcept { return &context == context_; }

  /// No system timer is set by this clock: a test turns it.
  bool turned_by_hand() const noexcept { return turned_by_hand_; }
  /// Nothing expires any more. Needs the lock; so do enroll() and withdraw().
  bool context_is_gone() const noexcept { return !executor_; }

  void enroll(watched& item);
  /// Does nothing when the item is not enrolled.
  void withdraw(watched& item) noexcept;

  watchdog(const boost::asio::any_io_executor& executor, const clock& time);
  /// Once, before the first use.
  void start();

 private:
  void context_gone() noexcept override;
  void clock_turned() noexcept override;
  void arm();
  void expire_late_ones() noexcept;
  void tick_over(std::uint64_t round);
  void stop_unless_used(int further_looks);

  std::mutex mutex_;
  const clock& time_;
  boost::asio::execution_context* const context_;
  // Under the lock, as timers are not thread-safe; both empty once the context is gone.
  std::optional<boost::asio::any_io_executor> executor_;
  std::optional<boost::asio::steady_timer> timer_;
  bool turned_by_hand_ = false;  // the clock tells when time passes
  bool ticking_ = false;
  bool stopping_ = false;    // a look is on its way that stops an unused timer
  std::uint64_t round_ = 0;  // tells a tick that was already on its way when the timer was stopped
  boost::intrusive::list<watched, boost::intrusive::constant_time_size<false>> items_;
};

}  // namespace aloft::flow
