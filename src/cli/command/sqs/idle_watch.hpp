#pragma once
// Ends something when nothing has happened, and nothing is under way, for a while.

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>

namespace aloft::cli {

/// For a loop of one thread.
class idle_watch {
 public:
  /// No patience: never.
  idle_watch(boost::asio::any_io_executor executor, std::optional<std::chrono::seconds> patience);

  /// Something is under way.
  class work {
   public:
    explicit work(idle_watch& of) noexcept : of_{of} { ++of_.running_; }
    ~work();
    work(const work&) = delete;
    work& operator=(const work&) = delete;

   private:
    idle_watch& of_;
  };

  /// Calls `stop` once.
  void end();
  bool ended() const noexcept { return ended_; }

  std::function<void()> stop;

  /// Watches, until end(). Holds the watch, not what `stop` refers to.
  static boost::asio::awaitable<void> run(std::shared_ptr<idle_watch> of);

 private:
  const std::optional<std::chrono::seconds> patience_;
  boost::asio::steady_timer timer_;
  std::size_t running_ = 0;
  bool ended_ = false;
};

}  // namespace aloft::cli
