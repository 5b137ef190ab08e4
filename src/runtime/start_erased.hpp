#pragma once
// The one way in which erased operations are run; instantiated beside the functions that offer them.

#include "aloft/completion.hpp"

#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/this_coro.hpp>

#include <memory>

namespace aloft::detail {

template <class T>
boost::asio::awaitable<result<T>> spawned(boost::asio::awaitable<result<T>> work) {
  // What was begun may have taken effect: partial cancellation promises no more than that either.
  co_await boost::asio::this_coro::reset_cancellation_state(boost::asio::enable_partial_cancellation{});
  co_return co_await std::move(work);
}

// The coroutine runs on a strand of the session's executor. The caller's slot may fire in another thread, so it is
// connected to a signal of the strand's own; the caller may drop his as soon as the handler has been called.
template <class T>
void start(boost::asio::any_io_executor on, boost::asio::any_io_executor completes_on,
           boost::asio::awaitable<result<T>> work, completion_handler<T> handler) {
  struct inner {
    explicit inner(const boost::asio::any_io_executor& executor) : strand{boost::asio::make_strand(executor)} {}
    boost::asio::strand<boost::asio::any_io_executor> strand;
    boost::asio::cancellation_signal stop;
  };
  const auto running = std::make_shared<inner>(on);
  if (auto slot = boost::asio::get_associated_cancellation_slot(handler); slot.is_connected())
    slot.assign([running](boost::asio::cancellation_type type) {
      boost::asio::post(running->strand, [running, type] { running->stop.emit(type); });
    });
  auto complete = [handler = std::move(handler), running](std::exception_ptr thrown, result<T> outcome) mutable {
    if (!thrown && !outcome) thrown = std::make_exception_ptr(outcome.error());
    if (thrown) return handler(std::move(thrown), T{});
    handler(nullptr, std::move(*outcome));
  };
  boost::asio::co_spawn(running->strand, spawned(std::move(work)),
                        boost::asio::bind_cancellation_slot(
                            running->stop.slot(), boost::asio::bind_executor(completes_on, std::move(complete))));
}

}  // namespace aloft::detail
