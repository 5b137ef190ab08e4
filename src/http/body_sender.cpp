#include "http/body_sender.hpp"

#include "http/answer_head.hpp"
#include "http/direct_transport.hpp"

#include <boost/asio/error.hpp>

#include <algorithm>

namespace aloft::http {
namespace asio = boost::asio;
using boost::system::error_code;
namespace {

constexpr std::chrono::seconds consent_limit{1};

sending ended(sending::verdict what, error_code failure = {}) { return {what, failure}; }

/// Takes what has arrived during sending: true when the answer, or the end, is there.
bool answer_has_come(connection& on) {
  const std::ptrdiff_t count = on.io->read_now(on.input.room(1));
  if (count < 0) return true;
  if (count == 0) return false;
  on.input.filled(static_cast<std::size_t>(count));
  on.answer_begun = true;
  return advance_head(on);
}

/// Takes from the pieces what has left.
void advance(connection& on, const io_result& sent, write_pieces& pieces) {
  if (sent.count > 0) on.request = request_progress::partly_sent;
  const std::size_t of_first = std::min(sent.count, pieces[0].size());
  pieces[0] += of_first;
  pieces[1] += sent.count - of_first;
}

}  // namespace

std::optional<sending> send_at_once(connection& on, write_pieces& pieces) {
  expect_progress(on);
  const io_result sent = on.io->write_now(pieces);
  advance(on, sent, pieces);
  if (sent.failure) return ended(sending::verdict::broken, sent.failure);
  if (pieces[0].size() + pieces[1].size() == 0) return sending{};
  return std::nullopt;
}

asio::awaitable<sending> send_pieces(connection& on, write_pieces pieces) {
  expect_progress(on);
  const io_result sent = co_await on.io->write_some(pieces);  // nearly always the whole of it
  advance(on, sent, pieces);
  if (sent.failure) co_return ended(sending::verdict::broken, sent.failure);
  if (pieces[0].size() + pieces[1].size() == 0) co_return sending{};
  co_return co_await send_watching(on, pieces);
}

asio::awaitable<sending> send_watching(connection& on, write_pieces pieces) {
  while (pieces[0].size() + pieces[1].size() > 0) {
    if (on.head_given) co_return ended(sending::verdict::answered);
    expect_progress(on);
    on.writing = true;
    const interest what = on.reading ? interest::write : interest::both;
    const readiness ready = co_await on.io->wait(what, steady_time::max());
    on.writing = false;
    if (ready == readiness::cancelled) co_return ended(sending::verdict::broken, asio::error::operation_aborted);
    if (ready == readiness::interrupted) continue;
    if (ready == readiness::readable) {
      if (!on.reading && answer_has_come(on)) co_return ended(sending::verdict::answered);
      continue;
    }
    const io_result sent = co_await on.io->write_some(pieces);
    advance(on, sent, pieces);
    if (sent.failure) co_return ended(sending::verdict::broken, sent.failure);
  }
  co_return sending{};
}

asio::awaitable<sending> wait_for_consent(connection& on) {
  const steady_time end = on.owner->now() + consent_limit;
  while (on.interim_answers == 0) {
    expect_progress(on);
    const readiness ready = co_await on.io->wait(interest::read, end);
    if (ready == readiness::cancelled) co_return ended(sending::verdict::broken, asio::error::operation_aborted);
    if (ready != readiness::readable) co_return sending{};
    if (answer_has_come(on)) co_return ended(sending::verdict::answered);
  }
  co_return sending{};
}

}  // namespace aloft::http
