#include "aloft/gather.hpp"

#include "runtime/event.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <memory>
#include <mutex>

namespace aloft::detail {
namespace asio = boost::asio;
namespace {

// A coroutine that runs on a strand of its own, and the signal that cancels it there.
struct child {
  explicit child(const asio::any_io_executor& executor) : strand{asio::make_strand(executor)} {}
  asio::strand<asio::any_io_executor> strand;
  asio::cancellation_signal stop;
};

/// The children that run. They end in any thread.
class nursery : public std::enable_shared_from_this<nursery> {
 public:
  void start(const asio::any_io_executor& executor, asio::awaitable<void> work) {
    auto one = std::make_shared<child>(executor);
    {
      std::lock_guard lock{mutex_};
      running_.push_back(one);
    }
    asio::co_spawn(
        one->strand, std::move(work),
        asio::bind_cancellation_slot(one->stop.slot(), [self = shared_from_this(), one](std::exception_ptr thrown) {
          self->ended(one, std::move(thrown));
        }));
  }

  void fail(std::exception_ptr thrown) {
    std::lock_guard lock{mutex_};
    if (!first_failure_) first_failure_ = std::move(thrown);
  }

  void cancel() {
    std::lock_guard lock{mutex_};
    // On the child's strand: co_spawn's handler of the slot refers to the signal until it has run there.
    for (const auto& one : running_)
      asio::post(one->strand, [one] { one->stop.emit(asio::cancellation_type::terminal); });
  }

  std::size_t running() const {
    std::lock_guard lock{mutex_};
    return running_.size();
  }
  std::exception_ptr failure() const {
    std::lock_guard lock{mutex_};
    return first_failure_;
  }

  runtime::event changed;

 private:
  void ended(const std::shared_ptr<child>& which, std::exception_ptr thrown) {
    {
      std::lock_guard lock{mutex_};
      auto place = std::find(running_.begin(), running_.end(), which);
      *place = std::move(running_.back());
      running_.pop_back();
      if (thrown && !first_failure_) first_failure_ = std::move(thrown);
    }
    changed.set();
  }

  mutable std::mutex mutex_;
  std::vector<std::shared_ptr<child>> running_;
  std::exception_ptr first_failure_;
};

}  // namespace

asio::awaitable<void> run_children(child_source& source, std::size_t limit) {
  if (limit == 0) throw error{error_kind::usage, "InvalidOption", "gather_options::limit is 0; expected at least 1"};
  const bool throws = co_await asio::this_coro::throw_if_cancelled();
  co_await asio::this_coro::throw_if_cancelled(false);  // also when cancelled, the children are waited for
  const asio::any_io_executor executor = co_await asio::this_coro::executor;
  const auto children = std::make_shared<nursery>();
  bool exhausted = false;
  bool stopping = false;
  bool cancelled = (co_await asio::this_coro::cancellation_state).cancelled() != asio::cancellation_type::none;
  for (;;) {
    children->changed.reset();
    if (!stopping && (cancelled || children->failure())) {
      stopping = true;
      children->cancel();
    }
    while (!stopping && !exhausted && children->running() < limit) {
      try {
        auto child = source.next();
        if (child)
          children->start(executor, std::move(*child));
        else
          exhausted = true;
      } catch (...) {
        children->fail(std::current_exception());
        children->changed.set();
        break;
      }
    }
    const bool more = !exhausted && !stopping;
    if (!more && children->running() == 0 && (stopping || !children->failure())) break;
    if (!co_await children->changed.wait()) cancelled = true;
  }
  co_await asio::this_coro::throw_if_cancelled(throws);
  if (cancelled) throw error{error_kind::cancelled, "Cancelled", "the caller cancelled the calls that were gathered"};
  if (auto failure = children->failure()) std::rethrow_exception(failure);
}

}  // namespace aloft::detail
