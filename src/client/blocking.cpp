#include "aloft/blocking.hpp"

#include "client/client_state.hpp"
#include "client/waiting.hpp"
#include "flow/context_watch.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>

namespace aloft {
namespace asio = boost::asio;
namespace {

// Executors are erased; these are the ones that run threads and can say whether they run this one.
bool runs_this_thread(const asio::any_io_executor& executor) {
  if (const auto* strand = executor.target<asio::strand<asio::any_io_executor>>();
      strand != nullptr && strand->running_in_this_thread())
    return true;
  const asio::any_io_executor inner = flow::without_strand(executor);
  if (const auto* loop = inner.target<asio::io_context::executor_type>()) return loop->running_in_this_thread();
  if (const auto* pool = inner.target<asio::thread_pool::executor_type>()) return pool->running_in_this_thread();
  return false;
}

bool is_stopped(const asio::any_io_executor& executor) {
  const auto* loop = executor.target<asio::io_context::executor_type>();
  return loop != nullptr && loop->context().stopped();
}

error stopped_executor() {
  return error{
      error_kind::usage, "ExecutorStopped",
      "The executor of the session was stopped, or its context destroyed, while a blocking call waited for it: "
      "keep it running until the call is over, or use a session with an event loop of its own"};
}

// Where a thread waits for an executor that other threads run.
template <class T>
class mailbox {
 public:
  void put(std::exception_ptr thrown, result<T> outcome) {
    const std::lock_guard lock{mutex_};
    if (outcome_) return;
    thrown_ = std::move(thrown);
    outcome_.emplace(std::move(outcome));
    filled_.notify_one();
  }
  /// An executor that has been stopped for two looks in a row is not going on by itself.
  result<T> take(const asio::any_io_executor& executor, const std::function<void()>& look,
                 std::chrono::milliseconds every) {
    constexpr std::chrono::milliseconds between_looks{100};
    std::unique_lock lock{mutex_};
    const auto pause = look ? std::min(every, between_looks) : between_looks;
    for (int stopped = 0; !filled_.wait_for(lock, pause, [this] { return outcome_.has_value(); });) {
      if (look) {
        lock.unlock();
        look();
        lock.lock();
      }
      stopped = is_stopped(executor) ? stopped + 1 : 0;
      if (stopped == 2) return stopped_executor();
    }
    return opened();
  }
  /// For those who know that it is filled.
  result<T> take() {
    const std::lock_guard lock{mutex_};
    return opened();
  }

 private:
  result<T> opened() {
    if (thrown_) std::rethrow_exception(thrown_);
    return std::move(*outcome_);
  }

  std::mutex mutex_;
  std::condition_variable filled_;
  std::exception_ptr thrown_;
  std::optional<result<T>> outcome_;
};

// Completes a call. Destroyed without having been called, with the context that held it, it says so.
template <class T>
class sender {
 public:
  explicit sender(std::shared_ptr<mailbox<T>> to) : to_{std::move(to)} {}
  sender(sender&&) noexcept = default;
  sender& operator=(sender&&) = delete;
  ~sender() {
    if (to_) to_->put(nullptr, stopped_executor());
  }
  void operator()(std::exception_ptr thrown, result<T> outcome) { to_->put(std::move(thrown), std::move(outcome)); }

 private:
  std::shared_ptr<mailbox<T>> to_;
};

// Cancels what a thread waits for, once, when its hook says so.
class stopper : public std::enable_shared_from_this<stopper> {
 public:
  explicit stopper(const asio::any_io_executor& executor) : strand_{asio::make_strand(executor)} {}

  const asio::strand<asio::any_io_executor>& strand() const noexcept { return strand_; }
  asio::cancellation_slot slot() noexcept { return signal_.slot(); }
  void ask(const std::function<bool()>& hook) {
    if (asked_ || !hook()) return;
    asked_ = true;
    asio::post(strand_, [self = shared_from_this()] { self->signal_.emit(asio::cancellation_type::terminal); });
  }

 private:
  const asio::strand<asio::any_io_executor> strand_;
  asio::cancellation_signal signal_;
  bool asked_ = false;
};

asio::awaitable<result<void>> with_outcome(asio::awaitable<void> work) {
  co_await std::move(work);
  co_return result<void>{};
}

template <class T>
result<T> wait_on(const asio::any_io_executor& executor, const std::shared_ptr<client_detail::event_loop>& loop,
                  asio::awaitable<result<T>> work, const wait_hook* hook = nullptr) {
  if (runs_this_thread(executor))
    return error{
        error_kind::usage, "WouldDeadlock",
        "A blocking call from a thread that runs the session's executor would wait for itself: use co_await, or a "
        "session with an event loop of its own"};
  const auto box = std::make_shared<mailbox<T>>();
  const auto stop = hook ? std::make_shared<stopper>(executor) : nullptr;
  std::function<void()> look;
  if (hook) look = [hook, stop] { stop->ask(hook->stop); };
  const auto every = hook ? hook->every : std::chrono::milliseconds::zero();
  if (loop == nullptr) {
    if (stop)
      asio::co_spawn(stop->strand(), std::move(work), asio::bind_cancellation_slot(stop->slot(), sender<T>{box}));
    else
      asio::co_spawn(executor, std::move(work), sender<T>{box});
    return box->take(flow::without_strand(executor), look, every);
  }
  const auto ticket = std::make_shared<client_detail::event_loop::ticket>();
  auto done = [box, loop = loop.get(), ticket, stop](std::exception_ptr thrown, result<T> outcome) {
    box->put(std::move(thrown), std::move(outcome));
    loop->finish(*ticket);
  };
  if (stop)  // one thread at a time drives the loop: no strand is needed
    asio::co_spawn(executor, std::move(work), asio::bind_cancellation_slot(stop->slot(), std::move(done)));
  else
    asio::co_spawn(executor, std::move(work), std::move(done));
  loop->wait(*ticket, look, every);
  return box->take();
}

}  // namespace

template <class T>
result<T> blocking_client::wait_for(asio::awaitable<result<T>> work) const {
  return wait_on(inner_.get_executor(), inner_.state_->owner->loop.lock(), std::move(work), hook_.get());
}

result<void> blocking_client::drive(asio::awaitable<void> work) const {
  return wait_for(with_outcome(std::move(work)));
}

result<response> blocking_client::try_call(std::string_view operation, input parameters, call_options options) const {
  return wait_for(inner_.try_call(operation, std::move(parameters), std::move(options)));
}

result<std::string_view> blocking_client::try_read_body(response& of) const { return wait_for(of.body().try_read()); }
std::string_view blocking_client::read_body(response& of) const { return try_read_body(of).value(); }

result<std::string> blocking_client::try_collect_body(response& of, std::size_t limit) const {
  return wait_for(of.body().try_collect(limit));
}
std::string blocking_client::collect_body(response& of, std::size_t limit) const {
  return try_collect_body(of, limit).value();
}

result<std::uint64_t> blocking_client::try_save_body(response& of, std::string path) const {
  return wait_for(of.body().try_save(std::move(path)));
}
std::uint64_t blocking_client::save_body(response& of, std::string path) const {
  return try_save_body(of, std::move(path)).value();
}

template <class Source, class Item>
result<std::optional<Item>> blocking_sequence<Source, Item>::try_next() {
  blocking_client by{by_};
  by.hook_ = hook_;
  return by.wait_for(source_.try_next());
}
template class blocking_sequence<pages, response>;
template class blocking_sequence<items, value>;
template class blocking_sequence<event_stream, stream_event>;

result<blocking_event_stream> blocking_client::try_open(std::string_view operation, input parameters,
                                                        stream_options options) const {
  auto stream = wait_for(inner_.try_open(operation, std::move(parameters), std::move(options)));
  if (!stream) return stream.error();
  return blocking_event_stream{inner_, std::move(*stream), hook_};
}
blocking_event_stream blocking_client::open(std::string_view operation, input parameters,
                                            stream_options options) const {
  return try_open(operation, std::move(parameters), std::move(options)).value();
}

result<value> blocking_client::try_initial(blocking_event_stream& of) const {
  return wait_for(of.source().try_initial());
}
value blocking_client::initial(blocking_event_stream& of) const { return try_initial(of).value(); }
result<response_metadata> blocking_client::try_head(blocking_event_stream& of) const {
  return wait_for(of.source().try_head());
}
response_metadata blocking_client::head(blocking_event_stream& of) const { return try_head(of).value(); }

blocking_pages blocking_client::pages(std::string_view operation, input parameters, pages_options options) const {
  return {inner_, inner_.pages(operation, std::move(parameters), std::move(options)), hook_};
}

blocking_items blocking_client::items(std::string_view operation, input parameters, pages_options options) const {
  return {inner_, inner_.items(operation, std::move(parameters), std::move(options)), hook_};
}

result<wait_outcome> blocking_client::try_wait(std::string_view waiter, input parameters, wait_options options) const {
  return wait_for(inner_.try_wait(waiter, std::move(parameters), options));
}

wait_outcome blocking_client::wait(std::string_view waiter, input parameters, wait_options options) const {
  return wait_for(client_detail::run_wait(inner_.state_->shared_from_this(), std::string{waiter}, std::move(parameters),
                                          options, client_detail::wait_failure::error))
      .value();
}

response blocking_client::call(std::string_view operation, input parameters, call_options options) const {
  return try_call(operation, std::move(parameters), std::move(options)).value();
}

result<prepared_request> blocking_client::try_prepare(std::string_view operation, input parameters,
                                                      call_options options) const {
  return wait_for(inner_.try_prepare(operation, std::move(parameters), std::move(options)));
}

prepared_request blocking_client::prepare(std::string_view operation, input parameters, call_options options) const {
  return try_prepare(operation, std::move(parameters), std::move(options)).value();
}

result<presigned_request> blocking_client::try_presign(std::string_view operation, input parameters,
                                                       presign_options options) const {
  return wait_for(inner_.try_presign(operation, std::move(parameters), std::move(options)));
}

presigned_request blocking_client::presign(std::string_view operation, input parameters,
                                           presign_options options) const {
  return try_presign(operation, std::move(parameters), std::move(options)).value();
}

result<presigned_post> blocking_client::try_presign_post(post_policy policy) const {
  return wait_for(inner_.try_presign_post(std::move(policy)));
}

presigned_post blocking_client::presign_post(post_policy policy) const {
  return try_presign_post(std::move(policy)).value();
}

result<credentials> blocking_session::try_credentials() const {
  return wait_on(inner_.get_executor(), inner_.state_->loop.lock(), inner_.try_credentials());
}
credentials blocking_session::credentials() const { return try_credentials().value(); }

}  // namespace aloft
