#pragma once
// Starts a coroutine for a completion handler: what all async_ functions do.

#include "aloft/completion.hpp"
#include <aloft/start_operation.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/this_coro.hpp>

#include <exception>
#include <memory>
#include <optional>
#include <utility>

namespace aloft::client_detail {

/// detail::start, for handlers of functions that are written by hand.
template <class T>
void async_start(const boost::asio::any_io_executor& on, boost::asio::awaitable<result<T>> work,
                 boost::asio::any_io_executor executor, detail::completion_handler<T> handler) {
  detail::start<T>(on, std::move(executor), std::move(work), std::move(handler));
}

/// Lets what `work` awaits end when it is cancelled, instead of Asio throwing at the next co_await: cancellation
/// becomes the error that callers are promised.
template <class T>
boost::asio::awaitable<result<T>> without_throwing(boost::asio::awaitable<result<T>> work) {
  namespace this_coro = boost::asio::this_coro;
  const bool throws = co_await this_coro::throw_if_cancelled();
  co_await this_coro::throw_if_cancelled(false);
  std::exception_ptr thrown;
  std::optional<result<T>> outcome;
  try {
    outcome.emplace(co_await std::move(work));
  } catch (...) {
    thrown = std::current_exception();
  }
  co_await this_coro::throw_if_cancelled(throws);
  if (thrown) std::rethrow_exception(thrown);
  co_return *std::move(outcome);
}

using detail::or_throw;

}  // namespace aloft::client_detail
