#pragma once
// The event loop behind asyncio's clients: one io_context for the process, run by one thread that never touches Python.

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <unordered_set>

namespace aloft::python {

/// What a forked child must let go of before it can use anything itself: what is connected belongs to its parent.
class droppable {
 public:
  droppable();
  droppable(const droppable&) = delete;
  droppable& operator=(const droppable&) = delete;
  /// In the child, by its only thread.
  virtual void drop() noexcept = 0;

 protected:
  virtual ~droppable();
};

/// Made at its first use and never destroyed: what Python still holds when it ends may point here.
class engine {
 public:
  static engine& get();

  boost::asio::io_context& context() noexcept { return *context_; }
  /// Starts the thread where it does not run. With the GIL.
  void run();
  /// At the end of the program: no handler runs any more when it returns. Without the GIL.
  void stop();
  /// At the very end, in the main thread: others must not ask for the GIL any more.
  void finish() noexcept;
  bool stopped() const noexcept { return over_; }

  // Around fork(), in the thread that forks.
  void before_fork();
  void after_fork_in_parent();
  void after_fork_in_child();

  std::mutex& registry_mutex() noexcept { return registry_mutex_; }
  std::unordered_set<droppable*>& registry() noexcept { return registry_; }

 private:
  using guard = boost::asio::executor_work_guard<boost::asio::io_context::executor_type>;
  engine();
  void halt();
  void start();

  std::unique_ptr<boost::asio::io_context> context_;
  std::optional<guard> work_;
  std::optional<std::thread> thread_;
  bool was_running_ = false;
  bool over_ = false;
  std::mutex registry_mutex_;
  std::unordered_set<droppable*> registry_;
};

}  // namespace aloft::python
