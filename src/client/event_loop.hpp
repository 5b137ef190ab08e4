#pragma once
// The event loop of a session that was made without an executor. It has no thread: those who wait drive it.

#include "aloft/log.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <condition_variable>
#include <functional>
#include <list>
#include <mutex>

namespace aloft::client_detail {

/// Thread-safe. Of the threads that wait one drives the loop for all; when it has what it waited for, it hands over to
/// another. A handler that throws breaks nothing but itself: its exception goes to the log, as it belongs to none of
/// the threads that wait.
class event_loop {
 public:
  /// Something that a thread waits for. Held by the thread and by whoever finishes it.
  class ticket {
   private:
    friend class event_loop;
    bool done_ = false;
    std::condition_variable changed_;
  };

  explicit event_loop(log_sink* log) : log_{log}, work_{boost::asio::make_work_guard(context_)} {}

  boost::asio::any_io_executor get_executor() noexcept { return context_.get_executor(); }
  bool running_in_this_thread() noexcept { return context_.get_executor().running_in_this_thread(); }

  /// Marks what a thread waits for as done; from any thread.
  void finish(ticket& waited_for);
  /// Returns once the ticket is done; drives the loop meanwhile unless another thread does.
  void wait(ticket& for_this) { wait(for_this, {}, {}); }
  /// The same, and calls `look` at least every `every` while it waits, unless that is empty.
  void wait(ticket& for_this, const std::function<void()>& look, std::chrono::milliseconds every);

 private:
  void run_one(const std::chrono::steady_clock::time_point* until) noexcept;

  log_sink* const log_;
  boost::asio::io_context context_;
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
  std::mutex mutex_;
  bool driven_ = false;
  std::list<ticket*> standing_by_;  // threads that wait without driving
};

}  // namespace aloft::client_detail
