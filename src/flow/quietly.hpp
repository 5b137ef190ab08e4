#pragma once
// Coroutines whose cancellation and whose exceptions are outcomes.

#include "aloft/error.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/system/system_error.hpp>

#include <exception>
#include <utility>

namespace aloft::flow {

/// What an exception says, as an error: aloft's own as it is; Asio's "operation aborted" as cancelled; others as usage
/// error `code`, since they come from what the caller has given (sources, providers, observers).
inline error error_of(const std::exception_ptr& thrown, const char* code) {
  try {
    std::rethrow_exception(thrown);
  } catch (const error& failure) {
    return failure;
  } catch (const boost::system::system_error& failure) {
    if (failure.code() == boost::asio::error::operation_aborted)
      return error{error_kind::cancelled, "Cancelled", "the caller cancelled the call"};
    return error{error_kind::usage, code, failure.what()};
  } catch (const std::exception& failure) {
    return error{error_kind::usage, code, failure.what()};
  } catch (...) {
    return error{error_kind::usage, code, "an exception that is no std::exception"};
  }
}

/// Makes a Task of the arguments, which lives in the frame of this coroutine, and runs it in the caller's. While it
/// runs, cancellation is something to look at (is_cancelled, the ends of waits) and throws nothing; whatever throws
/// nevertheless is an error. The caller's own choice is restored in every case.
template <class Task, class T, class... Arguments>
boost::asio::awaitable<result<T>> quietly(boost::asio::awaitable<result<T>> (Task::*run)(), Arguments... arguments) {
  Task task{std::move(arguments)...};
  const bool throws = co_await boost::asio::this_coro::throw_if_cancelled();
  co_await boost::asio::this_coro::throw_if_cancelled(false);
  std::exception_ptr thrown;
  result<T> outcome{error{}};
  try {
    outcome = co_await (task.*run)();
  } catch (...) {
    thrown = std::current_exception();
  }
  co_await boost::asio::this_coro::throw_if_cancelled(throws);
  if (thrown) co_return error_of(thrown, "UnexpectedException");
  co_return std::move(outcome);
}

namespace detail {

template <class T>
struct given_work {
  boost::asio::awaitable<result<T>> work;
  boost::asio::awaitable<result<T>> run() { return std::move(work); }
};

}  // namespace detail

/// The same of work that there is already.
template <class T>
boost::asio::awaitable<result<T>> quietly(boost::asio::awaitable<result<T>> work) {
  return quietly(&detail::given_work<T>::run, std::move(work));
}

}  // namespace aloft::flow
