#include "http/exchange.hpp"

#include "http/answer_head.hpp"
#include "http/body_sender.hpp"
#include "http/direct_transport.hpp"
#include "http/failure.hpp"
#include "http/proxy.hpp"
#include "http/request_head.hpp"

#include <boost/asio/error.hpp>

#include <algorithm>
#include <charconv>

namespace aloft::http {
namespace asio = boost::asio;
using boost::system::error_code;
namespace {

/// Length of the request's own body and of what the source adds.
body_framing framing_of(const http_request& request, const body_source* body) {
  if (body == nullptr) return {request.body.size()};
  const auto more = body->size();
  return more ? body_framing{request.body.size() + *more} : body_framing{};
}

bool waits_for_consent(const http_request& request, const body_framing& framing) {
  if (framing.length == std::uint64_t{0}) return false;
  const auto expect = request.headers.find("Expect");
  return expect && iequals(*expect, "100-continue");
}

asio::awaitable<sending> send_request(connection& on, const http_request& request, body_source* body,
                                      const body_framing& framing) {
  std::string own;  // the request's own bytes as they travel: as the first chunk of a body of unknown length
  if (!framing.length && !request.body.empty()) {
    char size[16];
    const auto end = std::to_chars(std::begin(size), std::end(size), request.body.size(), 16).ptr;
    own.append(size, end).append("\r\n").append(request.body).append("\r\n");
  }
  const asio::const_buffer first = asio::buffer(framing.length ? request.body : own);
  if (waits_for_consent(request, framing)) {
    const write_pieces head{asio::buffer(on.head), asio::const_buffer{}};
    sending step = co_await send_pieces(on, head);
    if (step.what == sending::verdict::done) step = co_await wait_for_consent(on);
    const write_pieces rest{first, asio::const_buffer{}};
    if (step.what == sending::verdict::done && first.size() > 0) step = co_await send_pieces(on, rest);
    if (step.what != sending::verdict::done) co_return step;
  } else {
    const write_pieces whole{asio::buffer(on.head), first};
    sending step = co_await send_pieces(on, whole);
    if (step.what != sending::verdict::done) co_return step;
  }
  if (body == nullptr) co_return sending{};
  co_return co_await send_source(on, *body, body->size());
}

}  // namespace

asio::awaitable<result<response_head>> exchange_heads(connection& on, const http_request& request, body_source* body) {
  begin_exchange(on, request.method == "HEAD");
  const body_framing framing = framing_of(request, body);
  proxy_fields relay;
  if (on.via != nullptr && !on.line->secure) relay = {true, on.via->authorization};
  if (const auto composed = compose_head(request, framing, relay, on.head); !composed) {
    on.failed = true;
    co_return composed.error();
  }

  const bool plain = body == nullptr && !waits_for_consent(request, framing);
  const write_pieces whole{asio::buffer(on.head), asio::buffer(request.body)};
  sending sent;
  if (plain)
    sent = co_await send_pieces(on, whole);
  else
    sent = co_await send_request(on, request, body, framing);
  if (sent.what == sending::verdict::done) on.request = request_progress::sent;
  if (sent.what == sending::verdict::no_body) {
    on.failed = true;
    co_return *sent.fault;
  }
  if (sent.failure == asio::error::operation_aborted) co_return explain(on, sent.failure);
  // A server may refuse a request before it has read all of it, and close: its answer is there to be read.
  auto read = co_await read_head(on);
  if (!read) {
    if (sent.failure && !on.answer_started) co_return explain(on, sent.failure);
    co_return read.error();
  }
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
    const auto wanted = static_cast<std::size_t>(std::clamp<std::uint64_t>(answer.announced(), 1, read_buffer::large));
    const error_code failure = co_await read_more(on, wanted);
    if (failure == asio::error::eof && answer.feed_end()) break;
    if (failure) co_return explain(on, failure);
  }
  on.due(steady_time::max());
  co_return std::string_view{};
}

bool end_exchange(connection& on) noexcept {
  if (!on.answer || !on.answer->has_head() || on.failed || on.request != request_progress::sent) return false;
  while (!on.answer->done()) {  // what is left may have arrived already: the end of a chunked body, a small error
    error_code bad;
    const std::size_t taken = on.answer->feed(on.input.held(), bad);
    on.input.consume(taken);
    if (bad || taken == 0) return false;
  }
  if (!on.answer->reusable()) return false;
  const bool more = !on.input.held().empty() || (!on.io->drained() && on.io->look() == idle_state::unsolicited);
  if (more) on.owner->count_unsolicited(on.line->to);
  if (more) return false;
  on.answer.reset();
  on.input.reset();
  return true;
}

}  // namespace aloft::http
