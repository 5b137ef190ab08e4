#pragma once
// Runs coroutines against a scripted server.

#include "http/transport.hpp"
#include "support/scripted_server.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/this_coro.hpp>

#include <gtest/gtest.h>

#include <functional>
#include <optional>
#include <string>

namespace aloft::http {

/// What one exchange gave.
struct outcome {
  std::optional<error> failure;
  response_head head;
  std::string body;
  bool reused = false;
  bool answer_started = false;
  exchange_timings timings;

  std::string code() const { return failure ? failure->code() : "ok"; }
};

inline http_request post(std::string body = "{}") {
  http_request request;
  request.method = "POST";
  request.scheme = "http";
  request.host = "example.test";
  request.body = std::move(body);
  return request;
}

inline origin local(std::uint16_t port, std::string scheme = "http") { return {std::move(scheme), "127.0.0.1", port}; }

/// Acquires, sends, reads all of the body and gives back; as calls do, with cancellation as an outcome.
inline boost::asio::awaitable<outcome> exchange(transport& over, origin to, http_request request, deadlines limits = {},
                                                body_source* body = nullptr) {
  co_await boost::asio::this_coro::throw_if_cancelled(false);
  outcome all;
  auto leased = co_await over.acquire(to, limits);
  if (!leased) {
    all.failure = leased.error();
    co_return all;
  }
  auto head = co_await send(**leased, request, body);
  all.reused = (*leased)->reused();
  all.answer_started = (*leased)->answer_started();
  if (!head) {
    all.failure = head.error();
    leased->release();
    co_return all;
  }
  all.head = std::move(*head);
  for (;;) {
    auto piece = co_await (*leased)->read();
    if (!piece) all.failure = piece.error();
    if (!piece || piece->empty()) break;
    all.body.append(*piece);
  }
  all.timings = (*leased)->timings();
  leased->release();
  co_return all;
}

/// Runs a coroutine to its end on a context of its own and returns what it gave.
template <class T>
T run(boost::asio::io_context& context, boost::asio::awaitable<T> work) {
  std::optional<T> got;
  std::exception_ptr thrown;
  boost::asio::co_spawn(context, std::move(work), [&](std::exception_ptr failure, T value) {
    thrown = failure;
    got = std::move(value);
  });
  context.restart();
  context.run();
  if (thrown) std::rethrow_exception(thrown);
  return std::move(*got);
}

}  // namespace aloft::http
