#include "services/s3/part_crew.hpp"

#include <boost/asio/this_coro.hpp>

#include <utility>

namespace aloft::s3 {
namespace asio = boost::asio;

part_crew::part_crew(shared_transfers by, const asio::any_io_executor& executor)
    : by_{std::move(by)}, tasks_{executor, by_->s3.clock()} {}

asio::awaitable<std::optional<held_units>> part_crew::room(std::uint64_t bytes) {
  for (;;) {
    if (verdict_->failed()) co_return std::nullopt;
    const bool may_start = tasks_.running() < by_->how.requests;
    std::uint64_t taken = may_start ? by_->memory.try_acquire(bytes) : 0;
    if (taken == 0 && tasks_.running() == 0) {
      taken = co_await by_->memory.acquire(bytes);
      if (taken == 0) fail(cancelled_transfer());
    }
    if (taken != 0) co_return held_units{by_->memory, taken};
    if (tasks_.running() == 0) continue;
    const wake woken = co_await tasks_.one_ended();
    if (woken == wake::cancelled) fail(cancelled_transfer());
  }
}

asio::awaitable<void> part_crew::watch(shared_transfers, std::shared_ptr<verdict> of, held_units memory,
                                       asio::awaitable<result<void>> part) {
  co_await asio::this_coro::throw_if_cancelled(false);
  const held_units held = std::move(memory);
  auto came = co_await std::move(part);
  if (!came) of->fail(came.error());
}

void part_crew::start(held_units memory, asio::awaitable<result<void>> part) {
  tasks_.start(watch(by_, verdict_, std::move(memory), std::move(part)));
}

void part_crew::fail(error why) { verdict_->fail(std::move(why)); }

asio::awaitable<result<void>> part_crew::finish() {
  while (tasks_.running() > 0 && !verdict_->failed()) {
    const wake woken = co_await tasks_.one_ended();
    if (woken == wake::cancelled) fail(cancelled_transfer());
  }
  if (verdict_->failed()) tasks_.cancel();
  co_await tasks_.join();
  if (const auto thrown = tasks_.failure()) std::rethrow_exception(thrown);
  if (verdict_->failure) co_return *verdict_->failure;
  co_return result<void>{};
}

asio::awaitable<result<void>> part_crew::run(std::uint32_t count, std::function<std::uint64_t(std::uint32_t)> bytes,
                                             std::function<asio::awaitable<result<void>>(std::uint32_t)> make) {
  for (std::uint32_t index = 0; index < count; ++index) {
    auto memory = co_await room(bytes(index));
    if (!memory) break;
    start(std::move(*memory), make(index));
  }
  co_return co_await finish();
}

}  // namespace aloft::s3
