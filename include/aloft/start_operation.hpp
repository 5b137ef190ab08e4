#pragma once
// For helpers of your own that are offered in three forms, as the library's are: what runs the async_ one. Write the
// helper as a coroutine of result<T> (try_…), and beside it
//
//   template <class CompletionToken = aloft::default_token>
//   auto async_sum(client by, int n, CompletionToken&& token = CompletionToken{}) {
//     return aloft::detail::initiate<sum>(by.get_executor(), [=] { return try_sum(by, n); },
//                                         std::forward<CompletionToken>(token));
//   }
//
// and in one source file that includes this header: template void aloft::detail::start(…) for that T. Otherwise every
// user of the helper's header would compile it.

#include <aloft/completion.hpp>

#include <boost/asio/associated_cancellation_slot.hpp>
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
#include <utility>

namespace aloft {
namespace detail {

/// A coroutine on a strand of its own that may be cancelled from any thread, at any time after this was made: also
/// before co_spawn has connected it to `stop`, and before its first step, where a signal would make co_spawn (Boost
/// 1.81) throw out of the loop's run(). Its first step asks begin().
struct cancellable {
  explicit cancellable(const boost::asio::any_io_executor& executor) : strand{boost::asio::make_strand(executor)} {}

  static void cancel(const std::shared_ptr<cancellable>& one,
                     boost::asio::cancellation_type type = boost::asio::cancellation_type::terminal) {
    boost::asio::post(one->strand, [one, type] {
      one->asked = true;
      if (one->begun) one->stop.emit(type);
    });
  }
  /// False: it was cancelled before, and must not go on.
  bool begin() noexcept {
    begun = true;
    return !asked;
  }

  const boost::asio::strand<boost::asio::any_io_executor> strand;
  boost::asio::cancellation_signal stop;
  bool asked = false, begun = false;  // on the strand
};

/// `by` is null for operations that nobody can cancel.
template <class T>
boost::asio::awaitable<result<T>> spawned(boost::asio::awaitable<result<T>> work, std::shared_ptr<cancellable> by) {
  if (by && !by->begin())
    co_return error{error_kind::cancelled, "Cancelled", "the caller cancelled the call before it began"};
  // What was begun may have taken effect: partial cancellation promises no more than that either.
  co_await boost::asio::this_coro::reset_cancellation_state(boost::asio::enable_partial_cancellation{});
  co_return co_await std::move(work);
}

/// Calls the handler; before that, neither the strand nor the caller's slot is held any more.
template <class T>
class completion {
 public:
  completion(completion_handler<T> handler, std::shared_ptr<cancellable> by) noexcept
      : handler_{std::move(handler)}, by_{std::move(by)} {}

  void operator()(std::exception_ptr thrown, result<T> outcome) {
    if (auto slot = boost::asio::get_associated_cancellation_slot(handler_); slot.is_connected()) slot.clear();
    by_.reset();
    if (!thrown && !outcome) thrown = std::make_exception_ptr(outcome.error());
    if (thrown) return std::move(handler_)(std::move(thrown), T{});
    std::move(handler_)(nullptr, std::move(*outcome));
  }

 private:
  completion_handler<T> handler_;
  std::shared_ptr<cancellable> by_;
};

/// Runs the work on `on`; without a strand where nobody can cancel it.
template <class T>
void start(boost::asio::any_io_executor on, boost::asio::any_io_executor completes_on,
           boost::asio::awaitable<result<T>> work, completion_handler<T> handler) {
  namespace asio = boost::asio;
  auto slot = asio::get_associated_cancellation_slot(handler);
  if (!slot.is_connected()) {
    asio::co_spawn(on, spawned(std::move(work), nullptr),
                   asio::bind_executor(completes_on, completion<T>{std::move(handler), nullptr}));
    return;
  }
  const auto by = std::make_shared<cancellable>(on);
  slot.assign([by](asio::cancellation_type type) { cancellable::cancel(by, type); });
  asio::co_spawn(by->strand, spawned(std::move(work), by),
                 asio::bind_cancellation_slot(
                     by->stop.slot(), asio::bind_executor(completes_on, completion<T>{std::move(handler), by})));
}

}  // namespace detail
}  // namespace aloft
