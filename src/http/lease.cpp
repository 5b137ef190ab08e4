// The handle of a connection in use; the work is in exchange.cpp.

#include "http/direct_transport.hpp"
#include "http/exchange.hpp"
#include "http/failure.hpp"

#include <boost/system/system_error.hpp>

#include <utility>

namespace aloft::http {
namespace asio = boost::asio;
namespace {

void hand_in(connection_ptr state, bool reusable) noexcept {
  if (!state) return;
  direct_transport& owner = *state->owner;  // finish() keeps it alive
  owner.finish(std::move(state), reusable);
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
  try {
    // A body that can be read only once must not be lost to a connection that was closed while it was idle.
    while (body != nullptr && state_->reused && !state_->io->quiet()) {
      auto another = co_await state_->owner->acquire(state_->line->to, state_->limits);
      if (!another) {
        state_->failed = true;
        co_return another.error();
      }
      *this = std::move(*another);
    }
    co_return co_await exchange_heads(*state_, request, body);
  } catch (const boost::system::system_error&) {
    state_->failed = true;
  }
  co_return cancelled();
}

asio::awaitable<result<std::string_view>> lease::read_some() {
  try {
    co_return co_await next_piece(*state_);
  } catch (const boost::system::system_error&) {
    state_->failed = true;
  }
  co_return cancelled();
}

}  // namespace aloft::http
