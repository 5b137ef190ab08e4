#include "flow/task_group.hpp"

#include <aloft/start_operation.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>

#include <algorithm>
#include <mutex>
#include <utility>
#include <vector>

namespace aloft::flow {
namespace asio = boost::asio;
namespace {

using task = detail::cancellable;

asio::awaitable<void> run(asio::awaitable<void> work, std::shared_ptr<task> one) {
  if (!one->begin()) throw error{error_kind::cancelled, "Cancelled", "the task was cancelled before it began"};
  co_await std::move(work);
}

}  // namespace

struct task_group::state {
  state(asio::any_io_executor e, const clock& time) : executor{std::move(e)}, changed{watchdog::of(executor, time)} {}

  void ended(const std::shared_ptr<task>& which, std::exception_ptr thrown) {
    {
      const std::lock_guard lock{mutex};
      auto place = std::find(running.begin(), running.end(), which);
      *place = std::move(running.back());
      running.pop_back();
      if (thrown && !first_failure) first_failure = std::move(thrown);
    }
    changed.set();
  }

  void cancel() {
    const std::lock_guard lock{mutex};
    for (const auto& one : running) task::cancel(one);
  }

  const asio::any_io_executor executor;
  event changed;
  std::mutex mutex;
  std::vector<std::shared_ptr<task>> running;
  std::exception_ptr first_failure;
};

task_group::task_group(asio::any_io_executor executor, const clock& time)
    : state_{std::make_shared<state>(std::move(executor), time)} {}

task_group::~task_group() { state_->cancel(); }

void task_group::start(asio::awaitable<void> work) {
  auto one = std::make_shared<task>(state_->executor);
  {
    const std::lock_guard lock{state_->mutex};
    state_->running.push_back(one);
  }
  asio::co_spawn(one->strand, run(std::move(work), one),
                 asio::bind_cancellation_slot(one->stop.slot(), [self = state_, one](std::exception_ptr thrown) {
                   self->ended(one, std::move(thrown));
                 }));
}

void task_group::cancel() { state_->cancel(); }

std::size_t task_group::running() const {
  const std::lock_guard lock{state_->mutex};
  return state_->running.size();
}

std::exception_ptr task_group::failure() const {
  const std::lock_guard lock{state_->mutex};
  return state_->first_failure;
}

asio::awaitable<wait_end> task_group::one_ended(steady_time limit) {
  if (running() == 0) co_return wait_end::done;
  const wait_end ended = co_await state_->changed.wait(limit);
  state_->changed.reset();
  co_return ended;
}

asio::awaitable<void> task_group::join() {
  while (running() > 0) {
    const wait_end ended = co_await state_->changed.wait_shielded();
    if (ended == wait_end::context_gone) co_return;
    state_->changed.reset();
  }
}

}  // namespace aloft::flow
