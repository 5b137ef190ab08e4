#pragma once
// Work that blocks (name lookup, files, digests of large bodies), in threads that come when there is some and go when
// there is none.

#include "flow/event.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace aloft::flow {

struct blocking_pool_options {
  std::size_t max_threads = 32;           ///< further work waits for a free one
  std::chrono::milliseconds linger{500};  ///< an idle thread ends after this
};

/// Thread-safe.
class blocking_pool {
 public:
  explicit blocking_pool(blocking_pool_options options = {});
  /// Does not wait: work under way is finished by its threads, what has not begun never begins.
  ~blocking_pool();

  /// The one that all sessions share.
  static blocking_pool& of_process();

  /// Runs the work in one of the threads, in the order of the calls; it must not throw. False: there is no thread, and
  /// none can be made; nothing runs.
  bool run(std::function<void()> work);
  std::size_t threads() const noexcept;  ///< now

 private:
  struct state;
  std::shared_ptr<state> state_;
};

/// Runs `work` in the pool and waits for what it gives; where no thread can be had, in the calling one.
/// Cancellation: total, but the work itself cannot be stopped: it is left to its thread, its outcome is dropped. So it
/// must own what it touches.
/// In GCC 12 a lambda that captures more than references must be a variable, and so must the awaitable: inside a
/// co_await expression it is copied bit by bit. Ends with: done, and the value is there; deadline, cancelled,
/// context_gone. Throws what the work throws.
template <class F>
boost::asio::awaitable<std::pair<wait_end, std::optional<std::invoke_result_t<F&>>>> run_blocking(
    std::shared_ptr<watchdog> guard, blocking_pool& pool, F work, steady_time limit = steady_time::max()) {
  using value = std::invoke_result_t<F&>;
  struct job {
    job(std::shared_ptr<watchdog> by, F what) : work{std::move(what)}, done{std::move(by)} {}
    F work;
    event done;
    std::optional<value> made;
    std::exception_ptr thrown;
  };
  const auto mine = std::make_shared<job>(std::move(guard), std::move(work));
  const std::function<void()> run = [mine] {
    try {
      mine->made.emplace(mine->work());
    } catch (...) {
      mine->thrown = std::current_exception();
    }
    mine->done.set();
  };
  if (!pool.run(run)) run();
  const wait_end ended = co_await mine->done.wait(limit);
  std::pair<wait_end, std::optional<value>> out{ended, std::nullopt};
  if (ended != wait_end::done) co_return out;
  if (mine->thrown) std::rethrow_exception(mine->thrown);
  out.second = std::move(mine->made);
  co_return out;
}

}  // namespace aloft::flow
