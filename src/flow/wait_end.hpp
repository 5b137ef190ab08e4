#pragma once
// How waits end. Every wait of this layer ends in one of four ways and says in which; nobody turns one into another.

#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/this_coro.hpp>

namespace aloft::flow {

enum class wait_end {
  done,          ///< what was waited for is there
  deadline,      ///< the limit passed first
  cancelled,     ///< the caller's cancellation slot fired, now or before the wait began
  context_gone,  ///< whoever was to bring it went away with its execution context
};

/// Of a coroutine's own state, `co_await this_coro::cancellation_state`; what is_cancelled() says, without a coroutine.
inline bool was_cancelled(const boost::asio::cancellation_state& state) noexcept {
  return state.cancelled() != boost::asio::cancellation_type::none;
}

/// Whether the coroutine has been cancelled, at any time since its state was last reset. Asio tells those who wait at
/// that moment; a cancellation that finds nobody is seen here. Ends at once. In GCC 12 the answer has to go into a
/// variable: `if (co_await is_cancelled())` is miscompiled.
inline boost::asio::awaitable<bool> is_cancelled() {
  const auto state = co_await boost::asio::this_coro::cancellation_state;
  co_return was_cancelled(state);
}

}  // namespace aloft::flow
