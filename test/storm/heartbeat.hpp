#pragma once
// How late the loop itself is. A call that ends late on a machine that was busy elsewhere is no fault: what the loop
// stood still within a span of time is taken off its delay, and what one of its threads waited for a processor, since
// others may go on meanwhile while the call does not.

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace aloft::storm {

class heartbeat : public std::enable_shared_from_this<heartbeat> {
 public:
  using steady = std::chrono::steady_clock;

  explicit heartbeat(const boost::asio::any_io_executor& on) : timer_{on} {}
  void start();
  void stop();

  /// How long beats within the span were overdue, all together.
  std::chrono::milliseconds late(steady::time_point from, steady::time_point to) const;
  /// How late what began within the span may be: a call's end takes a few turns of the loop, each of which may have had
  /// to wait as long as the longest that is known of.
  std::chrono::milliseconds excuse(steady::time_point from, steady::time_point to) const;
  std::chrono::milliseconds worst() const;

 private:
  struct gap {
    steady::time_point from, to;
  };
  void beat();
  void keep(gap one);
  /// The longest time that a thread of this process has waited for a processor since the last beat.
  std::chrono::nanoseconds longest_wait();

  static constexpr std::chrono::milliseconds period{5};
  boost::asio::steady_timer timer_;
  mutable std::mutex mutex_;
  bool stopped_ = false;
  steady::time_point due_;
  std::deque<gap> gaps_;                         // in order, apart from each other
  std::map<std::string, std::uint64_t> waited_;  // nanoseconds, by thread
};

}  // namespace aloft::storm
