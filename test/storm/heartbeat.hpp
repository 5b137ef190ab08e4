#pragma once
// How late the loop itself is. A call that ends late on a machine that was busy elsewhere is no fault: what the loop
// stood still within a span of time is taken off its delay.

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <deque>
#include <memory>
#include <mutex>

namespace aloft::storm {

class heartbeat : public std::enable_shared_from_this<heartbeat> {
 public:
  using steady = std::chrono::steady_clock;

  explicit heartbeat(const boost::asio::any_io_executor& on) : timer_{on} {}
  void start();
  void stop();

  /// How long beats within the span were overdue, all together.
  std::chrono::milliseconds late(steady::time_point from, steady::time_point to) const;
  std::chrono::milliseconds worst() const;

 private:
  struct gap {
    steady::time_point from, to;
  };
  void beat();

  static constexpr std::chrono::milliseconds period{5};
  boost::asio::steady_timer timer_;
  mutable std::mutex mutex_;
  bool stopped_ = false;
  steady::time_point due_;
  std::deque<gap> gaps_;  // beats that came more than a period late
};

}  // namespace aloft::storm
