#include "cli/sweep/adaptive_limit.hpp"

#include "aloft/error.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>

namespace aloft::cli {
namespace asio = boost::asio;

asio::awaitable<adaptive_limit::permit> adaptive_limit::acquire() {
  while (running_ >= limit()) {
    const auto executor = co_await asio::this_coro::executor;
    const auto turn = std::make_shared<asio::steady_timer>(executor, asio::steady_timer::time_point::max());
    waiting_.push_back(turn);
    boost::system::error_code woken;
    co_await turn->async_wait(asio::redirect_error(asio::use_awaitable, woken));
    std::erase(waiting_, turn);
    const auto state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none) {
      release();  // a turn that was given passes on
      throw error{error_kind::cancelled, "Cancelled", "interrupted"};
    }
  }
  ++running_;
  co_return permit{*this};
}

void adaptive_limit::release() noexcept {
  for (std::size_t free = limit() > running_ ? limit() - running_ : 0; free > 0 && !waiting_.empty(); --free) {
    waiting_.front()->cancel();
    waiting_.pop_front();
  }
}

void adaptive_limit::permit::went(bool throttled) noexcept {
  if (!throttled) {
    of_->limit_ = std::min(static_cast<double>(of_->most_), of_->limit_ + 1 / of_->limit_);
  } else if (round_ == of_->round_) {
    of_->limit_ = std::max(1.0, of_->limit_ / 2);
    ++of_->round_;
  }
}

adaptive_limit::permit::~permit() {
  if (!of_) return;
  --of_->running_;
  of_->release();
}

}  // namespace aloft::cli
