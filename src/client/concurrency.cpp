#include "aloft/concurrency.hpp"

#include "flow/event.hpp"
#include "flow/sleep.hpp"
#include "flow/task_group.hpp"

#include <utility>

namespace aloft {
namespace asio = boost::asio;
namespace {

wake wake_of(flow::wait_end ended) noexcept {
  switch (ended) {
    case flow::wait_end::done: return wake::done;
    case flow::wait_end::deadline: return wake::deadline;
    case flow::wait_end::cancelled:
    case flow::wait_end::context_gone: break;
  }
  return wake::cancelled;
}

}  // namespace

asio::awaitable<wake> sleep(const clock& time, std::chrono::milliseconds length) {
  const auto ended = co_await flow::sleep(time, length);
  co_return wake_of(ended);
}

struct event::state {
  mutable flow::event inner;
};

event::event(const asio::any_io_executor& executor, const clock& time)
    : state_{std::make_shared<const state>(state{flow::event{flow::watchdog::of(executor, time)}})} {}

void event::set() { state_->inner.set(); }
void event::reset() { state_->inner.reset(); }
bool event::is_set() const { return state_->inner.is_set(); }

asio::awaitable<wake> event::wait(flow::steady_time limit) const {
  const flow::event inner = state_->inner;  // the event may be gone before the wait is over
  const auto ended = co_await inner.wait(limit);
  co_return wake_of(ended);
}

struct task_group::state {
  state(const asio::any_io_executor& executor, const clock& time) : inner{executor, time} {}
  flow::task_group inner;
};

task_group::task_group(const asio::any_io_executor& executor, const clock& time)
    : state_{std::make_unique<state>(executor, time)} {}
task_group::task_group(task_group&&) noexcept = default;
task_group& task_group::operator=(task_group&&) noexcept = default;
task_group::~task_group() = default;

void task_group::start(asio::awaitable<void> task) { state_->inner.start(std::move(task)); }
void task_group::cancel() { state_->inner.cancel(); }
std::size_t task_group::running() const { return state_->inner.running(); }
std::exception_ptr task_group::failure() const { return state_->inner.failure(); }

asio::awaitable<wake> task_group::one_ended(flow::steady_time limit) {
  const auto ended = co_await state_->inner.one_ended(limit);
  co_return wake_of(ended);
}

asio::awaitable<void> task_group::join() { return state_->inner.join(); }

}  // namespace aloft
