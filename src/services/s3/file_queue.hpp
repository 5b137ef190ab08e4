#pragma once
// Threads that touch files, for coroutines that do not: work in the order of its coming, a few at once.

#include <aloft/clock.hpp>
#include <aloft/concurrency.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

namespace aloft::s3 {

/// Copies are the same queue. Thread: safe.
class file_queue {
 public:
  file_queue(boost::asio::any_io_executor executor, const clock& time, std::size_t threads);

  /// What the work gives; nothing when the wait was cancelled: the work then still runs, or will, so it must own what
  /// it touches. Where no thread can be had it runs in the calling one. Cancellation: total. It must not throw.
  template <class T>
  boost::asio::awaitable<std::optional<T>> run(std::function<T()> work) const {
    struct job {
      job(const boost::asio::any_io_executor& executor, const clock& time, std::function<T()> what)
          : work{std::move(what)}, done{executor, time} {}
      std::function<T()> work;
      event done;
      std::optional<T> made;
    };
    const auto mine = std::make_shared<job>(executor_, clock_, std::move(work));
    add([mine] {
      mine->made.emplace(mine->work());
      mine->work = nullptr;
      mine->done.set();
    });
    const wake woken = co_await mine->done.wait();
    if (woken != wake::done) co_return std::nullopt;
    co_return std::move(mine->made);
  }

  /// Nobody waits for it.
  void add(std::function<void()> work) const;

 private:
  struct state;
  static void begin(const std::shared_ptr<state>& of);

  boost::asio::any_io_executor executor_;
  const clock& clock_;
  std::shared_ptr<state> state_;
};

}  // namespace aloft::s3
