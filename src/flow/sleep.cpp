#include "flow/sleep.hpp"

#include "flow/event.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/steady_timer.hpp>

namespace aloft::flow {
namespace asio = boost::asio;

asio::awaitable<wait_end> sleep(const clock& time, std::chrono::milliseconds length, steady_time limit) {
  const bool cancelled_before = co_await is_cancelled();
  if (cancelled_before) co_return wait_end::cancelled;
  const auto now = time.steady_now();
  const bool too_long = length >= limit - now;
  const asio::any_io_executor executor = co_await asio::this_coro::executor;
  const auto guard = watchdog::of(executor, time);
  wait_end ended = wait_end::deadline;
  if (time.skip(length)) co_return wait_end::done;
  if (guard->turned_by_hand()) {
    const event never{guard};
    ended = co_await never.wait(too_long ? limit : now + length);
  } else {
    asio::steady_timer timer{executor, too_long ? limit - now : length};
    co_await timer.async_wait(asio::as_tuple(asio::deferred));
    const bool cancelled = co_await is_cancelled();
    if (cancelled) ended = wait_end::cancelled;
  }
  if (ended == wait_end::deadline && !too_long) ended = wait_end::done;
  co_return ended;
}

}  // namespace aloft::flow
