#pragma once
// How operations are offered to any completion token: async_… beside each coroutine that throws and its try_ twin.
//
// Cancellation: through the token's slot; terminal and partial end the operation with error_kind::cancelled, as they do
// for the coroutines. What was sent may have taken effect.
// Ends with: void(std::exception_ptr, T): the error thrown by the coroutine, or its value.
// Thread: the token's associated executor, else the session's; the slot may be used from any thread.

#include <aloft/error.hpp>

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <exception>
#include <utility>

namespace aloft {

/// What async_… functions do where no token is given: they give an awaitable. (Not Asio's deferred: Boost 1.81 cannot
/// co_await what that makes of a signature with an exception_ptr.)
using default_token = boost::asio::use_awaitable_t<>;

namespace detail {

template <class T>
using completion_handler = boost::asio::any_completion_handler<void(std::exception_ptr, T)>;

/// Runs the coroutine on `on` and calls the handler on `completes_on`. Exists for the library's own T.
template <class T>
void start(boost::asio::any_io_executor on, boost::asio::any_io_executor completes_on,
           boost::asio::awaitable<result<T>> work, completion_handler<T> handler);

/// `make` gives the coroutine when the operation is started; it owns what the coroutine needs.
template <class T, class Make, class CompletionToken>
auto initiate(boost::asio::any_io_executor on, Make make, CompletionToken&& token) {
  return boost::asio::async_initiate<CompletionToken, void(std::exception_ptr, T)>(
      [on = std::move(on)](auto handler, Make starts) {
        boost::asio::any_io_executor completes_on = boost::asio::get_associated_executor(handler, on);
        start<T>(on, std::move(completes_on), starts(), completion_handler<T>{std::move(handler)});
      },
      token, std::move(make));
}

/// A result's value, or its error thrown.
template <class T>
boost::asio::awaitable<T> or_throw(boost::asio::awaitable<result<T>> work) {
  auto outcome = co_await std::move(work);
  if (!outcome) throw outcome.error();
  co_return std::move(*outcome);
}

}  // namespace detail
}  // namespace aloft
