#include "http/exchange.hpp"

#include "http/direct_transport.hpp"
#include "http/failure.hpp"
#include "http/request_head.hpp"

#include <boost/asio/error.hpp>

#include <algorithm>

namespace aloft::http {
namespace asio = boost::asio;
using boost::system::error_code;
namespace {

constexpr int max_interim_answers = 100;

/// Bytes are due from now on for as long as the idle limit allows.
void expect_progress(connection& on) noexcept {
  if (on.idle.count() > 0) on.due(std::chrono::steady_clock::now() + on.idle);
}

/// What the failure of a read or write means, once nothing else explains it.
error explain(connection& on, const error_code& failure) {
  on.failed = true;
  expiry fired = expiry::none;
  {
    const std::lock_guard lock{on.owner->mutex()};
    fired = on.fired();
  }
  if (fired != expiry::none) return expired(fired, on.line->to);
  if (failure == asio::error::operation_aborted) return cancelled();
  return broken(failure, on.line->to, on.answer_started);
}

error refuse(connection& on, const error_code& failure) {
  on.failed = true;
  if (response_parser::too_large(failure)) return header_too_large(on.line->to, on.owner->options().max_header_bytes);
  return malformed(on.line->to, failure.message());
}

asio::awaitable<error_code> write_all(connection& on, write_pieces pieces) {
  for (;;) {
    expect_progress(on);
    const io_result sent = co_await on.io->write_some(pieces);
    if (sent.failure) co_return sent.failure;
    const std::size_t of_head = std::min(sent.count, pieces[0].size());
    pieces[0] += of_head;
    pieces[1] += sent.count - of_head;
    if (pieces[0].size() + pieces[1].size() == 0) co_return error_code{};
  }
}

asio::awaitable<error_code> read_more(connection& on, std::size_t wanted) {
  expect_progress(on);
  const io_result got = co_await on.io->read_some(on.input.room(wanted));
  on.input.filled(got.count);
  if (got.count > 0) on.answer_started = true;
  co_return got.failure;
}

/// Reads until there is a head of a final answer.
asio::awaitable<result<void>> read_head(connection& on, bool no_body) {
  const std::size_t limit = on.owner->options().max_header_bytes;
  for (int interim = 0; interim <= max_interim_answers; ++interim) {
    response_parser& answer = on.answer.emplace(limit, no_body);
    while (!answer.has_head()) {
      error_code bad;
      const std::size_t taken = answer.feed(on.input.held(), bad);
      on.input.consume(taken);
      if (bad) co_return refuse(on, bad);
      if (answer.has_head()) break;
      const error_code failure = co_await read_more(on, 1);
      if (failure) co_return explain(on, failure);
    }
    if (!answer.interim()) co_return result<void>{};
  }
  on.failed = true;
  co_return malformed(on.line->to, "more than a hundred interim answers");
}

}  // namespace

asio::awaitable<result<response_head>> exchange_heads(connection& on, const http_request& request, body_source* body) {
  on.request_sent = on.answer_started = on.failed = false;
  on.answer.reset();
  static_cast<void>(body);
  const auto composed = compose_head(request, body_framing{request.body.size()}, proxy_fields{on.relayed, {}}, on.head);
  if (!composed) {
    on.failed = true;
    co_return composed.error();
  }

  const write_pieces whole{asio::buffer(on.head), asio::buffer(request.body)};
  const error_code unsent = co_await write_all(on, whole);
  on.request_sent = !unsent;
  if (unsent && (unsent == asio::error::operation_aborted)) co_return explain(on, unsent);
  // A server may refuse a request before it has read all of it, and close: its answer is there to be read.
  auto read = co_await read_head(on, request.method == "HEAD");
  if (!read) co_return unsent ? explain(on, unsent) : read.error();
  on.due(steady_time::max());
  co_return std::move(on.answer->head);
}

asio::awaitable<result<std::string_view>> next_piece(connection& on) {
  if (!on.answer || !on.answer->has_head() || on.failed)
    co_return error{error_kind::usage, "NoAnswer", "there is no answer whose body could be read"};
  response_parser& answer = *on.answer;
  while (!answer.done()) {
    error_code bad;
    const std::size_t taken = answer.feed(on.input.held(), bad);
    on.input.consume(taken);
    if (bad) co_return refuse(on, bad);
    if (!answer.piece.empty()) {
      on.due(steady_time::max());  // the reader may take its time
      co_return answer.piece;
    }
    if (taken > 0) continue;
    if (on.input.held().size() > on.owner->options().max_header_bytes) {
      on.failed = true;
      co_return malformed(on.line->to, "a chunk's header or the trailer is too long");
    }
    const std::size_t wanted = answer.announced() > read_buffer::usual ? read_buffer::large : 1;
    const error_code failure = co_await read_more(on, wanted);
    if (failure == asio::error::eof && answer.feed_end()) break;
    if (failure) co_return explain(on, failure);
  }
  on.due(steady_time::max());
  co_return std::string_view{};
}

bool end_exchange(connection& on) noexcept {
  if (!on.answer || !on.answer->has_head() || on.failed || !on.request_sent) return false;
  while (!on.answer->done()) {  // what is left may have arrived already: the end of a chunked body, a small error
    error_code bad;
    const std::size_t taken = on.answer->feed(on.input.held(), bad);
    on.input.consume(taken);
    if (bad || taken == 0) return false;
  }
  if (!on.answer->reusable() || !on.input.held().empty()) return false;
  on.answer.reset();
  on.input.reset();
  return true;
}

}  // namespace aloft::http
