// A whole request over an exchange, whatever carries it.

#include <aloft/start_operation.hpp>
#include "flow/wait_end.hpp"
#include "http/exchange.hpp"
#include "http/failure.hpp"

#include <boost/asio/deferred.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <boost/asio/experimental/parallel_group.hpp>  // not self-contained in Boost 1.81: after the others

#include <exception>

namespace aloft::http {
namespace asio = boost::asio;
namespace {

/// Length of the request's own body and of what the source adds.
body_framing framing_of(const http_request& request, const body_source& more) {
  const auto size = more.size();
  return size ? body_framing{request.body.size() + *size} : body_framing{};
}

struct uploaded {};

asio::awaitable<result<uploaded>> upload(exchange& over, body_source& from) {
  for (;;) {
    auto piece = co_await from.read();
    if (!piece) co_return piece.error();
    if (piece->empty()) break;
    const auto sent = co_await over.write(*piece);
    if (!sent) co_return sent.error();
    if (!*sent) co_return uploaded{};
  }
  const header_list none;
  const auto ended = co_await over.finish(none);
  if (!ended) co_return ended.error();
  co_return uploaded{};
}

/// What an error or exception of the body's source means to the call: it ends with an error.
error failure_of_body(const std::exception_ptr& thrown) {
  try {
    std::rethrow_exception(thrown);
  } catch (const error& failure) {
    return failure;
  } catch (const std::exception& failure) {
    return error{error_kind::usage, "BodyFailed", std::string{"the body of the request has thrown: "} + failure.what()};
  } catch (...) {
    return error{error_kind::usage, "BodyFailed", "the body of the request has thrown"};
  }
}

error failure_of_head(const std::exception_ptr& thrown) {
  try {
    std::rethrow_exception(thrown);
  } catch (const error& failure) {
    return failure;
  } catch (...) {
    return with_request(cancelled(), request_progress::partly_sent);
  }
}

/// The two directions go on together until the answer is there, or the body is at fault: then the other one is ended.
struct until_answered {
  asio::cancellation_type operator()(const std::exception_ptr&, const response_head&) const noexcept {
    return asio::cancellation_type::all;
  }
  asio::cancellation_type operator()(const std::exception_ptr& thrown, uploaded) const noexcept {
    return thrown ? asio::cancellation_type::all : asio::cancellation_type::none;
  }
};

/// Both directions, one at a time on the strand that this coroutine runs on. Not by co_spawn: the first one that ends
/// cancels the other, perhaps before its first step.
asio::awaitable<result<response_head>> send_both_ways(exchange& over, body_source& body) {
  co_await asio::this_coro::throw_if_cancelled(false);
  const asio::any_io_executor strand = co_await asio::this_coro::executor;
  auto both = asio::experimental::make_parallel_group(
      detail::initiate<response_head>(
          strand, [&over] { return over.head(); }, asio::deferred),
      detail::initiate<uploaded>(
          strand, [&over, &body] { return upload(over, body); }, asio::deferred));
  auto [order, head_thrown, head, body_thrown, sent] = co_await both.async_wait(until_answered{}, asio::deferred);
  const bool body_first = order[0] == 1;
  if (!head_thrown) co_return std::move(head);
  // A cancellation of the call reaches both, and a body may know no other way to say so than an exception.
  const bool stopped = co_await flow::is_cancelled();
  if (stopped) co_return with_request(cancelled(), request_progress::partly_sent);
  if (body_first && body_thrown) co_return with_request(failure_of_body(body_thrown), request_progress::partly_sent);
  co_return failure_of_head(head_thrown);
}

}  // namespace

asio::awaitable<result<response_head>> send(exchange& over, const http_request& request, body_source* body) {
  if (body == nullptr) {
    const body_framing whole{request.body.size()};
    auto started = co_await over.start(request, whole);
    if (!started) co_return started.error();
    co_return co_await over.head();
  }
  const body_framing framing = framing_of(request, *body);
  auto started = co_await over.start(request, framing);
  if (!started) co_return started.error();
  // An answer that is there already wants no body.
  if (!*started || over.answer_started()) co_return co_await over.head();

  const bool before = co_await flow::is_cancelled();  // the coroutines to come do not know
  if (before) co_return with_request(cancelled(), request_progress::partly_sent);
  // A strand even where nobody can cancel: the caller's loop may have several threads.
  const asio::any_io_executor strand = asio::make_strand(co_await asio::this_coro::executor);
  auto both = detail::initiate<response_head>(
      strand, [&over, body] { return send_both_ways(over, *body); }, asio::use_awaitable);
  try {
    co_return co_await std::move(both);
  } catch (const error& failure) {
    co_return failure;
  }
}

}  // namespace aloft::http
