// The exchange over HTTP/1.1: the connection's two directions.

#include "flow/wait_end.hpp"
#include "http/answer_head.hpp"
#include "http/body_sender.hpp"
#include "http/connection.hpp"
#include "http/direct_transport.hpp"
#include "http/failure.hpp"
#include "http/proxy.hpp"
#include "http/request_head.hpp"

#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

namespace aloft::http {
namespace asio = boost::asio;
using boost::system::error_code;
namespace {

bool waits_for_consent(const http_request& request, const body_framing& framing) {
  if (framing.length == std::uint64_t{0}) return false;
  const auto expect = request.headers.find("Expect");
  return expect && iequals(*expect, "100-continue");
}

error wrong_length(std::uint64_t announced, const char* than) {
  return error{error_kind::usage, "BodyLengthMismatch",
               "the body of the request is " + std::string{than} + " than the " + std::to_string(announced) +
                   " bytes that it announced"};
}

void append_chunk_header(std::string& out, std::size_t size, bool first) {
  char digits[16];
  const auto end = std::to_chars(std::begin(digits), std::end(digits), size, 16).ptr;
  if (!first) out.append("\r\n");
  out.append(digits, end).append("\r\n");
}

/// The exchange ends with this error; nothing more can be done on the connection.
error failing(connection& on, const error& why) {
  on.failed = true;
  return with_progress(why, progress_of(on));
}

/// What the end of a step of sending means to the sender.
result<bool> sent(connection& on, const sending& step, bool last) {
  if (step.what == sending::verdict::done) {
    if (last) {
      on.request = request_progress::sent;
      on.uploading = false;
      expect_progress(on);
    } else {
      on.due(steady_time::max());  // the sender may take its time
    }
    return true;
  }
  on.uploading = false;
  // Where the answer is there, it is what has ended the sending.
  if (step.failure == asio::error::operation_aborted && !on.head_given) return failing(on, explain(on, step.failure));
  // A server may refuse a request before it has read all of it, and close: its answer is there to be read.
  on.write_failure = step.failure;
  return false;
}

/// Whether the connection may carry another exchange after this one.
bool complete(connection& on) noexcept {
  if (!on.head_given || on.failed || on.request != request_progress::sent) return false;
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

}  // namespace

asio::awaitable<result<bool>> connection::start(const http_request& of, body_framing body) {
  const bool asks = waits_for_consent(of, body);
  for (;;) {
    begin_exchange(*this, of.method == "HEAD");
    framing = body;
    body_sent = of.body.size();
    uploading = framing.length != body_sent;
    if (framing.length && *framing.length < body_sent)
      co_return failing(*this, wrong_length(*framing.length, "longer"));
    proxy_fields relay;
    if (via != nullptr && !line->secure) relay = {true, via->authorization};
    if (const auto composed = compose_head(of, framing, relay, fields); !composed)
      co_return failing(*this, composed.error());
    const std::size_t head_size = fields.size();
    if (!framing.length && body_sent > 0) append_chunk_header(fields, of.body.size(), true);
    began = owner->now();

    const auto before = co_await asio::this_coro::cancellation_state;
    if (flow::was_cancelled(before)) co_return failing(*this, explain(*this, asio::error::operation_aborted));
    // Bytes that come before the request are no answer to it, and what is closed already can be made anew: the last
    // look is here, where nothing lies between it and the first byte.
    const idle_state seen = owner->look(*this);
    if (seen == idle_state::quiet) {
      sending step;
      if (!asks) {
        write_pieces whole{asio::buffer(fields), asio::buffer(of.body)};
        if (const auto at_once = send_at_once(*this, whole))
          step = *at_once;
        else
          step = co_await send_pieces(*this, whole);
      } else {
        const write_pieces first{asio::buffer(fields, head_size), asio::const_buffer{}};
        step = co_await send_pieces(*this, first);
        if (step.what == sending::verdict::done) step = co_await wait_for_consent(*this);
        const write_pieces rest{asio::buffer(fields) + head_size, asio::buffer(of.body)};
        if (step.what == sending::verdict::done && body_sent > 0) step = co_await send_pieces(*this, rest);
      }
      const bool lost = step.what == sending::verdict::broken && times.reused && request == request_progress::not_sent;
      if (!lost || step.failure == asio::error::operation_aborted) co_return sent(*this, step, !uploading);
    } else if (!times.reused) {
      co_return failing(
          *this, seen == idle_state::unsolicited ? unsolicited(line->to) : broken(asio::error::eof, line->to, {}));
    }
    if (auto renewed = co_await owner->renew(*this); !renewed) {
      failed = true;
      co_return renewed.error();
    }
  }
}

asio::awaitable<result<bool>> connection::write(std::string_view piece) {
  if (!uploading) co_return false;
  if (framing.length && piece.size() > *framing.length - body_sent)
    co_return failing(*this, wrong_length(*framing.length, "longer"));
  fields.clear();
  if (!framing.length) append_chunk_header(fields, piece.size(), body_sent == 0);
  body_sent += piece.size();
  const write_pieces pieces{asio::buffer(fields), asio::buffer(piece)};
  const sending step = co_await send_watching(*this, pieces);
  co_return sent(*this, step, false);
}

asio::awaitable<result<bool>> connection::finish(const header_list& trailers) {
  if (!uploading) co_return false;
  if (framing.length && body_sent < *framing.length) co_return failing(*this, wrong_length(*framing.length, "shorter"));
  fields.clear();
  if (!framing.length) {
    append_chunk_header(fields, 0, body_sent == 0);
    if (const auto appended = append_trailers(trailers, fields); !appended) co_return failing(*this, appended.error());
    fields.append("\r\n");
  }
  const write_pieces pieces{asio::buffer(fields), asio::const_buffer{}};
  const sending step = co_await send_watching(*this, pieces);
  co_return sent(*this, step, true);
}

asio::awaitable<result<response_head>> connection::head() {
  if (failed || head_given || (request == request_progress::not_sent && !write_failure))
    co_return error{error_kind::usage, "NoAnswer", "no answer is due: nothing was sent, or its head has been given"};
  reading = true;
  while (!advance_head(*this)) {
    const auto room = room_to_read(*this, 1);
    const io_result got = co_await io->read_some(room);
    const error_code failure = take_in(*this, got);
    if (!failure) continue;
    reading = false;
    co_return failing(*this, explain(*this, write_failure && !answer_begun ? write_failure : failure));
  }
  reading = false;
  if (unparsable) co_return failing(*this, refuse(*this, unparsable));
  head_given = true;
  if (writing) io->interrupt();
  due(steady_time::max());
  co_return std::move(answer->head);
}

std::optional<result<std::string_view>> connection::read_at_hand() {
  if (!head_given || failed) return error{error_kind::usage, "NoAnswer", "there is no answer whose body could be read"};
  while (!answer->done()) {
    error_code bad;
    const std::size_t taken = answer->feed(input.held(), bad);
    input.consume(taken);
    if (bad) return failing(*this, refuse(*this, bad));
    if (!answer->piece.empty()) {
      due(steady_time::max());  // the reader may take its time
      return answer->piece;
    }
    if (taken > 0) continue;
    if (input.held().size() > owner->options().max_header_bytes)
      return failing(*this, malformed(line->to, "a chunk's header or the trailer is too long"));
    return std::nullopt;
  }
  if (times.last_byte.count() == 0) times.last_byte = since(*this, began);
  due(steady_time::max());
  return std::string_view{};
}

asio::awaitable<result<std::string_view>> connection::read() {
  for (;;) {
    if (auto there = read_at_hand()) co_return *std::move(there);
    const auto wanted = static_cast<std::size_t>(std::clamp<std::uint64_t>(answer->announced(), 1, read_buffer::large));
    const auto room = room_to_read(*this, wanted);
    const io_result got = co_await io->read_some(room);
    const error_code failure = take_in(*this, got);
    if (failure == asio::error::eof && answer->feed_end()) continue;
    if (failure) co_return failing(*this, explain(*this, failure));
  }
}

void connection::end(ending how) noexcept {
  direct_transport& of = *owner;  // finish() keeps it alive
  const bool unused = how == ending::unused && !failed && !connecting && request == request_progress::not_sent;
  const bool reusable = unused || (how == ending::released && complete(*this));
  of.finish(connection_ptr{this}, reusable);
}

void connection::cancel() noexcept {
  const std::lock_guard lock{owner->mutex()};
  given_up = true;
  expire(expiry::none);
}

void connection::lift_deadline() noexcept {
  const std::lock_guard lock{owner->mutex()};
  proceed(steady_time::max(), expiry::attempt);
}

}  // namespace aloft::http
