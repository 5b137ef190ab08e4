#include "http/answer_head.hpp"

#include "http/direct_transport.hpp"

#include <boost/asio/error.hpp>
#include <boost/beast/http/error.hpp>

namespace aloft::http {
namespace asio = boost::asio;
using boost::system::error_code;
namespace {

constexpr int max_interim_answers = 100;

}  // namespace

void begin_exchange(connection& on, bool no_body) {
  on.answer.reset();
  on.unparsable = {};
  on.interim_answers = 0;
  on.no_body = no_body;
  on.request = request_progress::not_sent;
  on.write_failure = {};
  on.uploading = on.writing = on.reading = false;
  on.answer_begun = on.head_given = on.failed = false;
}

void expect_progress(connection& on) noexcept {
  if (on.idle.count() > 0) on.due(on.owner->now() + on.idle);
}

std::chrono::microseconds since(const connection& on, steady_time begin) noexcept {
  return std::chrono::duration_cast<std::chrono::microseconds>(on.owner->now() - begin);
}

bool advance_head(connection& on) {
  for (;;) {
    if (!on.answer) on.answer.emplace(on.owner->options().max_header_bytes, on.no_body);
    if (!on.answer->has_head()) on.input.consume(on.answer->feed(on.input.held(), on.unparsable));
    if (on.unparsable) return true;
    if (!on.answer->has_head()) return false;
    if (!on.answer->interim()) return true;
    if (++on.interim_answers > max_interim_answers) {
      on.unparsable = boost::beast::http::error::bad_status;
      return true;
    }
    on.answer.reset();
    on.answer_begun = !on.input.held().empty();
  }
}

asio::mutable_buffer room_to_read(connection& on, std::size_t wanted) {
  if (!on.uploading) expect_progress(on);
  return on.input.room(wanted);
}

error_code take_in(connection& on, const io_result& got) noexcept {
  on.input.filled(got.count);
  if (got.count > 0 && !on.answer_begun) on.times.first_byte = since(on, on.began);
  if (got.count > 0) on.answer_begun = true;
  return got.failure;
}

asio::awaitable<result<void>> read_head(connection& on) {
  while (!advance_head(on)) {
    const auto room = room_to_read(on, 1);
    const io_result got = co_await on.io->read_some(room);
    if (const error_code failure = take_in(on, got)) co_return explain(on, failure);
  }
  if (on.unparsable) co_return refuse(on, on.unparsable);
  co_return result<void>{};
}

exchange_progress progress_of(const connection& on) {
  exchange_progress at{on.request, on.answer_begun, {}, {}};
  if (on.answer && on.answer->has_head() && !on.answer->interim()) {
    at.body_read = on.answer->body_read();
    at.body_announced = on.answer->length();
  }
  return at;
}

error explain(connection& on, const error_code& failure) {
  on.failed = true;
  expiry fired = expiry::none;
  bool given_up = false;
  {
    const std::lock_guard lock{on.owner->mutex()};
    fired = on.fired();
    given_up = on.given_up;
  }
  if (given_up) return cancelled();
  if (fired != expiry::none) return expired(fired, on.line->to);
  if (failure == asio::error::operation_aborted) return cancelled();
  return broken(failure, on.line->to, progress_of(on));
}

error refuse(connection& on, const error_code& failure) {
  on.failed = true;
  if (response_parser::too_large(failure)) return header_too_large(on.line->to, on.owner->options().max_header_bytes);
  return malformed(on.line->to, failure.message());
}

}  // namespace aloft::http
