#include "services/batch_runner.hpp"

#include "core/random_source.hpp"
#include "flow/sleep.hpp"
#include "flow/task_group.hpp"

#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <array>
#include <deque>
#include <mutex>
#include <string_view>
#include <utility>

namespace aloft::services {
namespace asio = boost::asio;
namespace {

/// Refusals of a request that one entry of it may have caused.
constexpr std::array<std::string_view, 7> faults_of_one{"ParamValidation",        "BatchRequestTooLong",
                                                        "InvalidMessageContents", "InvalidParameterValue",
                                                        "InvalidAttributeValue",  "InvalidParameterValueException",
                                                        "InvalidParameter"};

struct answer {
  batch_queue::batch entries;
  std::vector<verdict> verdicts;
};

class mailbox {
 public:
  void put(answer one) {
    const std::lock_guard lock{mutex_};
    all_.push_back(std::move(one));
  }
  std::deque<answer> take() {
    const std::lock_guard lock{mutex_};
    return std::exchange(all_, {});
  }

 private:
  std::mutex mutex_;
  std::deque<answer> all_;
};

asio::awaitable<void> carry(batch_caller& by, batch_queue::batch entries, mailbox& into) {
  auto verdicts = co_await by.send(entries);
  into.put({std::move(entries), std::move(verdicts)});
}

class run {
 public:
  run(batch_queue& queue, batch_caller& by, const clock& time) : queue_{queue}, by_{by}, time_{time} {}

  void settle(const answer& one) {
    const auto rest = queue_.answered(one.entries, one.verdicts, time_.steady_now(), pause_before_round(++failures_));
    if (std::all_of(one.verdicts.begin(), one.verdicts.end(), [](verdict v) { return v == verdict::accepted; }))
      failures_ = 0;
    for (const auto entry : rest.stopped) by_.stopped(entry);
  }
  void cancel() {
    for (const auto entry : queue_.clear()) by_.cancelled(entry);
  }

 private:
  batch_queue& queue_;
  batch_caller& by_;
  const clock& time_;
  int failures_ = 0;
};

}  // namespace

verdict verdict_of(const error& failure, bool repeatable) {
  if (std::find(faults_of_one.begin(), faults_of_one.end(), failure.code()) != faults_of_one.end())
    return verdict::alone;
  if (failure.kind() == error_kind::cancelled) return verdict::refused;
  const bool lost = failure.kind() != error_kind::service && failure.info().request == request_progress::sent;
  if (lost) return repeatable ? verdict::again : verdict::refused;
  return failure.retryable() || failure.info().throttling || failure.kind() == error_kind::connect ||
                 failure.kind() == error_kind::timeout
             ? verdict::again
             : verdict::refused;
}

std::chrono::milliseconds pause_before_round(int round) {
  const double longest = 50.0 * static_cast<double>(1 << std::min(round, 8));
  return std::chrono::milliseconds{static_cast<int>(longest * (0.5 + system_random_source().next() / 2))};
}

asio::awaitable<void> run_batches(batch_queue& queue, batch_caller& by, std::size_t parallel, const clock& time) {
  if (parallel == 0)
    throw error{error_kind::usage, "InvalidOption", "batch_options::parallel is 0; expected at least 1"};
  const bool throws = co_await asio::this_coro::throw_if_cancelled();
  co_await asio::this_coro::throw_if_cancelled(false);  // also when cancelled, requests are waited for
  flow::task_group requests{co_await asio::this_coro::executor};
  mailbox answers;
  run state{queue, by, time};
  bool cancelled = co_await flow::is_cancelled();
  while (!cancelled && !queue.empty()) {
    while (requests.running() < parallel) {
      auto batch = queue.take(time.steady_now());
      if (batch.empty()) break;
      requests.start(carry(by, std::move(batch), answers));
    }
    const auto now = time.steady_now();
    const auto wait = queue.next() == steady_time::max()
                          ? std::chrono::milliseconds::zero()
                          : std::chrono::ceil<std::chrono::milliseconds>(queue.next() - now);
    if (requests.running() > 0) {
      const auto limit = wait.count() > 0 ? std::chrono::steady_clock::now() + wait : steady_time::max();
      const auto ended = co_await requests.one_ended(limit);
      cancelled = ended == flow::wait_end::cancelled;
    } else if (wait.count() > 0) {
      const auto ended = co_await flow::sleep(time, wait);
      cancelled = ended == flow::wait_end::cancelled;
    }
    for (const auto& one : answers.take()) state.settle(one);
  }
  if (cancelled) requests.cancel();
  co_await requests.join();
  for (const auto& one : answers.take()) state.settle(one);
  if (cancelled) state.cancel();
  co_await asio::this_coro::throw_if_cancelled(throws);
}

}  // namespace aloft::services
