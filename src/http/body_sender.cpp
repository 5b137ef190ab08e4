#include "http/body_sender.hpp"

#include "http/answer_head.hpp"
#include "http/direct_transport.hpp"
#include "http/failure.hpp"

#include <boost/asio/error.hpp>

#include <algorithm>
#include <charconv>
#include <string>

namespace aloft::http {
namespace asio = boost::asio;
using boost::system::error_code;
namespace {

constexpr std::chrono::seconds consent_limit{1};

sending ended(sending::verdict what, error_code failure = {}) { return {what, failure, std::nullopt}; }

/// Takes what has arrived during sending: true when the answer, or the end, is there.
bool answer_has_come(connection& on) {
  const std::ptrdiff_t count = on.io->read_now(on.input.room(1));
  if (count < 0) return true;
  if (count == 0) return false;
  on.input.filled(static_cast<std::size_t>(count));
  on.answer_started = true;
  return advance_head(on);
}

/// Takes from the pieces what has left.
void advance(connection& on, const io_result& sent, write_pieces& pieces) {
  if (sent.count > 0) on.request = request_progress::partly_sent;
  const std::size_t of_first = std::min(sent.count, pieces[0].size());
  pieces[0] += of_first;
  pieces[1] += sent.count - of_first;
}

/// Looks before it writes: a full socket and an answer may come together.
asio::awaitable<sending> send_watching(connection& on, write_pieces pieces) {
  while (pieces[0].size() + pieces[1].size() > 0) {
    expect_progress(on);
    switch (co_await on.io->wait(true, steady_time::max())) {
      case readiness::readable:
        if (answer_has_come(on)) co_return ended(sending::verdict::answered);
        continue;
      case readiness::cancelled: co_return ended(sending::verdict::broken, asio::error::operation_aborted);
      case readiness::writable:
      case readiness::late: break;
    }
    const io_result sent = co_await on.io->write_some(pieces);
    advance(on, sent, pieces);
    if (sent.failure) co_return ended(sending::verdict::broken, sent.failure);
  }
  co_return sending{};
}

error wrong_length(std::uint64_t announced, const char* than) {
  return error{error_kind::usage, "BodyLengthMismatch",
               "the body of the request is " + std::string{than} + " than the " + std::to_string(announced) +
                   " bytes that it announced"};
}

sending no_body(const error& why) { return {sending::verdict::no_body, {}, why}; }

std::string chunk_header(std::size_t size, bool first) {
  char digits[16];
  const auto end = std::to_chars(std::begin(digits), std::end(digits), size, 16).ptr;
  return (first ? "" : "\r\n") + std::string(digits, end) + "\r\n";
}

}  // namespace

asio::awaitable<sending> send_pieces(connection& on, write_pieces pieces) {
  expect_progress(on);
  const io_result sent = co_await on.io->write_some(pieces);  // nearly always the whole of it
  advance(on, sent, pieces);
  if (sent.failure) co_return ended(sending::verdict::broken, sent.failure);
  if (pieces[0].size() + pieces[1].size() == 0) co_return sending{};
  co_return co_await send_watching(on, pieces);
}

asio::awaitable<sending> send_source(connection& on, body_source& from, std::optional<std::uint64_t> length) {
  std::uint64_t sent = 0;
  for (bool first = true;; first = false) {
    on.due(steady_time::max());  // the source may take its time
    auto piece = co_await from.read();
    if (!piece) co_return no_body(piece.error());
    sent += piece->size();
    if (length && (sent > *length || (piece->empty() && sent < *length))) {
      const error mismatch = wrong_length(*length, sent > *length ? "longer" : "shorter");
      co_return no_body(mismatch);
    }
    if (piece->empty() && length) co_return sending{};
    const std::string header = length ? std::string{} : chunk_header(piece->size(), first);
    write_pieces pieces{asio::buffer(header), asio::buffer(piece->data(), piece->size())};
    if (piece->empty()) pieces[1] = asio::buffer("\r\n", 2);
    sending step = co_await send_watching(on, pieces);
    if (step.what != sending::verdict::done || piece->empty()) co_return step;
  }
}

asio::awaitable<sending> wait_for_consent(connection& on) {
  const steady_time end = on.owner->now() + consent_limit;
  while (on.interim_answers == 0) {
    expect_progress(on);
    switch (co_await on.io->wait(false, end)) {
      case readiness::readable:
        if (answer_has_come(on)) co_return ended(sending::verdict::answered);
        continue;
      case readiness::cancelled: co_return ended(sending::verdict::broken, asio::error::operation_aborted);
      case readiness::writable:
      case readiness::late: co_return sending{};
    }
  }
  co_return sending{};
}

}  // namespace aloft::http
