// The handle of a connection in use; the work is in exchange.cpp.

#include "http/answer_head.hpp"
#include "http/direct_transport.hpp"
#include "http/exchange.hpp"
#include "http/failure.hpp"

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

#include <optional>
#include <utility>

namespace aloft::http {
namespace asio = boost::asio;
namespace {

void hand_in(connection_ptr state, bool reusable) noexcept {
  if (!state) return;
  direct_transport& owner = *state->owner;  // finish() keeps it alive
  owner.finish(std::move(state), reusable);
}

error refuse_to_use(connection& on, idle_state seen) {
  on.failed = true;
  if (seen == idle_state::unsolicited) return unsolicited(on.line->to);
  return broken(asio::error::eof, on.line->to, {});
}

}  // namespace

lease::lease() noexcept = default;
lease::lease(std::unique_ptr<state> state) noexcept : state_{std::move(state)} {}
lease::lease(lease&&) noexcept = default;

lease& lease::operator=(lease&& other) noexcept {
  if (this != &other) hand_in(std::exchange(state_, std::move(other.state_)), false);
  return *this;
}

lease::~lease() { hand_in(std::move(state_), false); }

void lease::release() noexcept {
  if (!state_) return;
  const bool reusable = end_exchange(*state_);
  hand_in(std::move(state_), reusable);
}

void lease::give_back() noexcept { hand_in(std::move(state_), true); }

bool lease::reused() const noexcept { return state_->reused; }
std::chrono::microseconds lease::waited() const noexcept { return state_->waited; }
bool lease::answer_started() const noexcept { return state_->answer_started; }

void lease::lift_deadline() noexcept {
  const std::lock_guard lock{state_->owner->mutex()};
  state_->proceed(steady_time::max(), expiry::attempt);
}

asio::awaitable<result<response_head>> lease::send(const http_request& request, body_source* body) {
  std::optional<error> failure;
  try {
    // Bytes that come before the request are no answer to it, and a connection that is closed already can be exchanged
    // for another: the last look is here, where nothing lies between it and the first byte.
    for (idle_state seen; (seen = state_->owner->look(*state_)) != idle_state::quiet;) {
      if (!state_->reused) co_return refuse_to_use(*state_, seen);
      auto another = co_await state_->owner->acquire(state_->line->to, state_->limits);
      if (!another) {
        state_->failed = true;
        co_return another.error();
      }
      *this = std::move(*another);
    }
    auto head = co_await exchange_heads(*state_, request, body);
    if (head) co_return head;
    failure = head.error();
  } catch (const boost::system::system_error&) {
    state_->failed = true;
    failure = cancelled();
  }
  co_return with_progress(*failure, progress_of(*state_));
}

asio::awaitable<result<std::string_view>> lease::read_some() {
  std::optional<error> failure;
  try {
    auto piece = co_await next_piece(*state_);
    if (piece) co_return piece;
    failure = piece.error();
  } catch (const boost::system::system_error&) {
    state_->failed = true;
    failure = cancelled();
  }
  co_return with_progress(*failure, progress_of(*state_));
}

}  // namespace aloft::http
