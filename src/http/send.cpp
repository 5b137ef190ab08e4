// A whole request over an exchange, whatever carries it.

#include "flow/wait_end.hpp"
#include "http/exchange.hpp"
#include "http/failure.hpp"

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/this_coro.hpp>

#include <boost/asio/experimental/parallel_group.hpp>  // not self-contained in Boost 1.81: after the others

#include <exception>

namespace aloft::http {
namespace asio = boost::asio;
namespace {

using fault = std::optional<error>;

/// Length of the request's own body and of what the source adds.
body_framing framing_of(const http_request& request, const body_source& more) {
  const auto size = more.size();
  return size ? body_framing{request.body.size() + *size} : body_framing{};
}

asio::awaitable<fault> upload(exchange& over, body_source& from) {
  for (;;) {
    auto piece = co_await from.read();
    if (!piece) co_return piece.error();
    if (piece->empty()) break;
    const auto sent = co_await over.write(*piece);
    if (!sent) co_return sent.error();
    if (!*sent) co_return fault{};
  }
  const header_list none;
  const auto ended = co_await over.finish(none);
  if (!ended) co_return ended.error();
  co_return fault{};
}

/// What an exception of the body's source means to the call: it ends with an error, like the source's own errors.
error thrown_by_body(const std::exception_ptr& thrown) {
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

/// The two directions go on together until the answer is there, or the body is at fault: then the other one is ended.
struct until_answered {
  asio::cancellation_type operator()(std::exception_ptr, const result<response_head>&) const noexcept {
    return asio::cancellation_type::all;
  }
  asio::cancellation_type operator()(const std::exception_ptr& thrown, const fault& failed) const noexcept {
    return thrown || failed ? asio::cancellation_type::all : asio::cancellation_type::none;
  }
};

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
  // An answer that is there already wants no body. Besides, a coroutine that is cancelled before its first step throws
  // past everybody in Boost 1.81, as the body's would be by an answer that nobody has to wait for.
  if (!*started || over.answer_started()) co_return co_await over.head();

  const bool before = co_await flow::is_cancelled();  // the coroutines to come do not know
  if (before) co_return with_request(cancelled(), request_progress::partly_sent);
  // One at a time even where the caller's loop has several threads, and cancelled in their turn.
  const auto strand = asio::make_strand(co_await asio::this_coro::executor);
  const auto answer = [&over] { return over.head(); };  // functions: what is bound to an executor gets copied
  const auto sending = [&over, body] { return upload(over, *body); };
  auto both = asio::experimental::make_parallel_group(
      asio::bind_executor(strand, asio::co_spawn(strand, answer, asio::deferred)),
      asio::bind_executor(strand, asio::co_spawn(strand, sending, asio::deferred)));
  auto [order, head_thrown, head, body_thrown, body_fault] = co_await both.async_wait(until_answered{}, asio::deferred);
  const bool body_first = order[0] == 1;
  if (!head_thrown && head) co_return std::move(head);
  // A cancellation of the call reaches both, and a body may know no other way to say so than an exception.
  const bool stopped = co_await flow::is_cancelled();
  if (stopped) co_return with_request(cancelled(), request_progress::partly_sent);
  if (body_first && body_thrown) co_return with_request(thrown_by_body(body_thrown), request_progress::partly_sent);
  if (body_first && body_fault) co_return with_request(*body_fault, request_progress::partly_sent);
  if (head_thrown) co_return with_request(cancelled(), request_progress::partly_sent);
  co_return head.error();
}

}  // namespace aloft::http
