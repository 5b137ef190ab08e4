#include "cli/command/sqs/idle_watch.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <utility>

namespace aloft::cli {
namespace asio = boost::asio;

idle_watch::idle_watch(asio::any_io_executor executor, std::optional<std::chrono::seconds> patience)
    : patience_{patience}, timer_{executor} {}

idle_watch::work::~work() {
  --of_.running_;
  if (of_.patience_ && !of_.ended_) of_.timer_.expires_after(*of_.patience_);
}

void idle_watch::end() {
  ended_ = true;
  timer_.cancel();
  if (const auto how = std::exchange(stop, nullptr)) how();
}

asio::awaitable<void> idle_watch::run(std::shared_ptr<idle_watch> of) {
  if (!of->patience_) co_return;
  of->timer_.expires_after(*of->patience_);
  while (!of->ended_) {
    const auto [moved] = co_await of->timer_.async_wait(asio::as_tuple(asio::use_awaitable));
    if (of->ended_) break;
    if (of->running_ > 0)
      of->timer_.expires_after(*of->patience_);
    else if (!moved)
      of->end();
  }
}

}  // namespace aloft::cli
