#pragma once
// Coroutines in which cancellation is an outcome, and exceptions are still exceptions.

#include "aloft/error.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/this_coro.hpp>

#include <exception>
#include <optional>
#include <utility>

namespace aloft::client_detail {

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

}  // namespace aloft::client_detail
