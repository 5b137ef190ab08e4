#pragma once
// Starts a coroutine for a completion handler: what all async_ functions do.

#include "aloft/error.hpp"

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/this_coro.hpp>

#include <exception>
#include <memory>
#include <optional>
#include <utility>

namespace aloft::client_detail {

template <class T>
boost::asio::awaitable<result<T>> with_partial_cancellation(boost::asio::awaitable<result<T>> work) {
  // A call that was begun may have taken effect: partial cancellation promises no more than that either.
  co_await boost::asio::this_coro::reset_cancellation_state(boost::asio::enable_partial_cancellation{});
  co_return co_await std::move(work);
}

/// Runs `work` on a strand of `on` and calls the handler on `executor`. The caller's slot may fire in another thread,
/// so it is connected to a signal of the strand's own; the caller may drop his as soon as the handler has been called.
template <class T>
void async_start(const boost::asio::any_io_executor& on, boost::asio::awaitable<result<T>> work,
                 boost::asio::any_io_executor executor,
                 boost::asio::any_completion_handler<void(std::exception_ptr, T)> handler) {
  namespace asio = boost::asio;
  struct inner {
    explicit inner(const asio::any_io_executor& on) : strand{asio::make_strand(on)} {}
    asio::strand<asio::any_io_executor> strand;
    asio::cancellation_signal stop;
  };
  const auto call = std::make_shared<inner>(on);
  if (auto slot = asio::get_associated_cancellation_slot(handler); slot.is_connected())
    slot.assign(
        [call](asio::cancellation_type type) { asio::post(call->strand, [call, type] { call->stop.emit(type); }); });
  auto complete = [handler = std::move(handler), call](std::exception_ptr thrown, result<T> outcome) mutable {
    if (!thrown && !outcome) thrown = std::make_exception_ptr(outcome.error());
    if (thrown) return handler(std::move(thrown), T{});
    handler(nullptr, std::move(*outcome));
  };
  asio::co_spawn(call->strand, with_partial_cancellation(std::move(work)),
                 asio::bind_cancellation_slot(call->stop.slot(), asio::bind_executor(executor, std::move(complete))));
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

/// A result's value, or its error thrown.
template <class T>
boost::asio::awaitable<T> or_throw(boost::asio::awaitable<result<T>> work) {
  auto outcome = co_await std::move(work);
  if (!outcome) throw outcome.error();
  co_return std::move(*outcome);
}

}  // namespace aloft::client_detail
