// A whole request over an exchange, whatever carries it.

#include "http/exchange.hpp"
#include "http/failure.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
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
    auto started = co_await over.start(request, {request.body.size()});
    if (!started) co_return started.error();
    co_return co_await over.head();
  }
  const body_framing framing = framing_of(request, *body);
  auto started = co_await over.start(request, framing);
  if (!started) co_return started.error();
  if (!*started) co_return co_await over.head();

  const auto executor = co_await asio::this_coro::executor;
  auto both = asio::experimental::make_parallel_group(asio::co_spawn(executor, over.head(), asio::deferred),
                                                      asio::co_spawn(executor, upload(over, *body), asio::deferred));
  auto [order, head_thrown, head, body_thrown, body_fault] = co_await both.async_wait(until_answered{}, asio::deferred);
  const bool body_first = order[0] == 1;
  if (!head_thrown && head) co_return std::move(head);
  if (body_first && body_thrown) co_return with_request(thrown_by_body(body_thrown), request_progress::partly_sent);
  if (body_first && body_fault) co_return with_request(*body_fault, request_progress::partly_sent);
  if (head_thrown) co_return with_request(cancelled(), request_progress::partly_sent);
  co_return head.error();
}

}  // namespace aloft::http
