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

/// Whether the coroutine has been cancelled, at any time since its state was last reset. Asio tells those who wait at
/// that moment; a cancellation that finds nobody is seen here. Ends at once. In GCC 12 the answer has to go into a
/// variable: `if (co_await is_cancelled())` is miscompiled.
inline boost::asio::awaitable<bool> is_cancelled() {
  const auto state = co_await boost::asio::this_coro::cancellation_state;
  co_return state.cancelled() != boost::asio::cancellation_type::none;
}

}  // namespace aloft::flow
