#pragma once
// The same question to many targets at once, and what has come of it when somebody cannot wait any longer.

#include "cli/sweep/target_reports.hpp"
#include "cli/sweep/targets.hpp"

#include <aloft/gather.hpp>

#include <boost/asio/awaitable.hpp>

#include <optional>
#include <utility>
#include <vector>

namespace aloft::cli {

template <class T>
struct sweep_answers {
  std::vector<std::optional<result<T>>> by_target;  ///< nothing where the interruption came first
  bool interrupted = false;
};

/// Asks all targets, at most `limit` at once; `ask` gives an awaitable of T for a target. What has arrived when the
/// coroutine is cancelled is kept.
template <class T, class Ask>
boost::asio::awaitable<sweep_answers<T>> sweep(const std::vector<call_target>& targets, Ask ask, std::size_t limit,
                                               target_reports& reports) {
  sweep_answers<T> answers;
  answers.by_target.resize(targets.size());
  const auto one = [&](const call_target& target) -> boost::asio::awaitable<void> {
    auto& mine = answers.by_target[static_cast<std::size_t>(&target - targets.data())];
    try {
      mine.emplace(co_await ask(target));
      reports.done(target.name());
    } catch (const error& failure) {
      if (failure.kind() == error_kind::cancelled) throw;
      mine.emplace(failure);
    }
  };
  const gather_options how{.limit = limit};
  try {
    co_await gather(targets, one, how);
  } catch (const error& failure) {
    if (failure.kind() != error_kind::cancelled) throw;
    answers.interrupted = true;
  }
  co_return answers;
}

}  // namespace aloft::cli
