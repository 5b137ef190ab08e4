#include "services/s3/pacer.hpp"

#include <aloft/concurrency.hpp>

#include <algorithm>

namespace aloft::s3 {

boost::asio::awaitable<bool> pacer::pay(std::uint64_t bytes) {
  if (rate_ == 0) co_return true;
  std::chrono::milliseconds wait{0};
  {
    const std::lock_guard lock{mutex_};
    const auto now = clock_.steady_now();
    const auto begin = std::max(now, paid_until_);
    wait = std::chrono::ceil<std::chrono::milliseconds>(begin - now);
    const double seconds = static_cast<double>(bytes) / static_cast<double>(rate_);
    paid_until_ =
        begin + std::chrono::duration_cast<std::chrono::steady_clock::duration>(std::chrono::duration<double>{seconds});
  }
  if (wait.count() <= 0) co_return true;
  const wake woken = co_await sleep(clock_, wait);
  co_return woken == wake::done;
}

}  // namespace aloft::s3
