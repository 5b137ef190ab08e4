#include "aloft/blocking.hpp"

#include "client/client_state.hpp"
#include "client/waiting.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>

#include <condition_variable>
#include <mutex>
#include <optional>

namespace aloft {
namespace asio = boost::asio;
namespace {

// Executors are erased; these are the ones that run threads and can say whether they run this one.
bool runs_this_thread(const asio::any_io_executor& executor) {
  if (const auto* loop = executor.target<asio::io_context::executor_type>()) return loop->running_in_this_thread();
  if (const auto* pool = executor.target<asio::thread_pool::executor_type>()) return pool->running_in_this_thread();
  if (const auto* strand = executor.target<asio::strand<asio::any_io_executor>>())
    return strand->running_in_this_thread() || runs_this_thread(strand->get_inner_executor());
  if (const auto* strand = executor.target<asio::strand<asio::io_context::executor_type>>())
    return strand->get_inner_executor().running_in_this_thread();
  if (const auto* strand = executor.target<asio::strand<asio::thread_pool::executor_type>>())
    return strand->get_inner_executor().running_in_this_thread();
  return false;
}

// Where a thread waits for an executor that other threads run.
template <class T>
class mailbox {
 public:
  void put(std::exception_ptr thrown, result<T> outcome) {
    std::lock_guard lock{mutex_};
    thrown_ = std::move(thrown);
    outcome_.emplace(std::move(outcome));
    filled_.notify_one();
  }
  result<T> take() {
    std::unique_lock lock{mutex_};
    filled_.wait(lock, [this] { return outcome_.has_value(); });
    if (thrown_) std::rethrow_exception(thrown_);
    return std::move(*outcome_);
  }

 private:
  std::mutex mutex_;
  std::condition_variable filled_;
  std::exception_ptr thrown_;
  std::optional<result<T>> outcome_;
};

}  // namespace

template <class T>
result<T> blocking_client::wait_for(asio::awaitable<result<T>> work) const {
  const asio::any_io_executor executor = inner_.get_executor();
  if (runs_this_thread(executor))
    return error{
        error_kind::usage, "WouldDeadlock",
        "A blocking call from a thread that runs the session's executor would wait for itself: use co_await, or a "
        "session with an event loop of its own"};
  const auto box = std::make_shared<mailbox<T>>();
  client_detail::event_loop* const loop = inner_.state_->owner->loop.get();
  client_detail::event_loop::ticket ticket;
  asio::co_spawn(executor, std::move(work), [box, loop, &ticket](std::exception_ptr thrown, result<T> outcome) {
    box->put(std::move(thrown), std::move(outcome));
    if (loop != nullptr) loop->finish(ticket);
  });
  if (loop != nullptr) loop->wait(ticket);
  return box->take();
}

result<response> blocking_client::try_call(std::string_view operation, boost::json::value parameters,
                                           call_options options) const {
  return wait_for(inner_.try_call(operation, std::move(parameters), std::move(options)));
}

std::string_view blocking_client::read_body(response& of) const { return wait_for(of.body().read()).value(); }

std::string blocking_client::collect_body(response& of, std::size_t limit) const {
  return wait_for(of.body().collect(limit)).value();
}

std::uint64_t blocking_client::save_body(response& of, std::string path) const {
  return wait_for(of.body().save(std::move(path))).value();
}

template <class Source, class Item>
result<std::optional<Item>> blocking_sequence<Source, Item>::try_next() {
  return blocking_client{by_}.wait_for(source_.try_next());
}
template class blocking_sequence<pages, response>;
template class blocking_sequence<items, value>;

blocking_pages blocking_client::pages(std::string_view operation, boost::json::value parameters,
                                      pages_options options) const {
  return {inner_, inner_.pages(operation, std::move(parameters), std::move(options))};
}

blocking_items blocking_client::items(std::string_view operation, boost::json::value parameters,
                                      pages_options options) const {
  return {inner_, inner_.items(operation, std::move(parameters), std::move(options))};
}

result<wait_outcome> blocking_client::try_wait(std::string_view waiter, boost::json::value parameters,
                                               wait_options options) const {
  return wait_for(inner_.try_wait(waiter, std::move(parameters), options));
}

wait_outcome blocking_client::wait(std::string_view waiter, boost::json::value parameters, wait_options options) const {
  return wait_for(client_detail::run_wait(inner_.state_, std::string{waiter}, std::move(parameters), options,
                                          client_detail::wait_failure::error))
      .value();
}

response blocking_client::call(std::string_view operation, boost::json::value parameters, call_options options) const {
  return try_call(operation, std::move(parameters), std::move(options)).value();
}

result<presigned_request> blocking_client::try_presign(std::string_view operation, boost::json::value parameters,
                                                       presign_options options) const {
  return wait_for(inner_.try_presign(operation, std::move(parameters), std::move(options)));
}

presigned_request blocking_client::presign(std::string_view operation, boost::json::value parameters,
                                           presign_options options) const {
  return try_presign(operation, std::move(parameters), std::move(options)).value();
}

result<presigned_post> blocking_client::try_presign_post(post_policy policy) const {
  return wait_for(inner_.try_presign_post(std::move(policy)));
}

presigned_post blocking_client::presign_post(post_policy policy) const {
  return try_presign_post(std::move(policy)).value();
}

}  // namespace aloft
