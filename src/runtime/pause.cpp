#include "runtime/pause.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>

namespace aloft::runtime {
namespace asio = boost::asio;

asio::awaitable<bool> pause(const clock& time, std::chrono::milliseconds delay) {
  const auto state = co_await asio::this_coro::cancellation_state;
  if (state.cancelled() != asio::cancellation_type::none) co_return false;
  if (time.skip(delay)) co_return true;
  asio::steady_timer timer{co_await asio::this_coro::executor, delay};
  const auto [failure] = co_await timer.async_wait(asio::as_tuple(asio::deferred));
  co_return !failure;
}

}  // namespace aloft::runtime
