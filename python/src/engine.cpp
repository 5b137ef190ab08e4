#include "engine.hpp"

#include "ref.hpp"

#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <exception>
#include <vector>

namespace aloft::python {
namespace asio = boost::asio;

droppable::droppable() {
  auto& in = engine::get();
  const std::lock_guard lock{in.registry_mutex()};
  in.registry().insert(this);
}

droppable::~droppable() {
  auto& in = engine::get();
  const std::lock_guard lock{in.registry_mutex()};
  in.registry().erase(this);
}

engine& engine::get() {
  static engine* const only = new engine;
  return *only;
}

engine::engine() : context_{std::make_unique<asio::io_context>(1)} {}

void engine::start() {
  work_.emplace(context_->get_executor());
  // Signals are Python's: its main thread is to be woken by them, not this one.
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  thread_.emplace([context = context_.get()] {
    for (;;) {
      try {
        context->run();
        return;
      } catch (const std::exception& failure) {  // of a handler; it breaks nothing but itself
        std::fprintf(stderr, "aloft: a handler has thrown in the thread of the event loop: %s\n", failure.what());
      }
    }
  });
  pthread_setname_np(thread_->native_handle(), "aloft");
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

void engine::run() {
  if (!thread_ && !over_) start();
}

void engine::halt() {
  if (!thread_) return;
  work_.reset();
  context_->stop();
  thread_->join();
  thread_.reset();
}

void engine::stop() {
  over_ = true;
  halt();
}

namespace {
std::atomic<bool> python_ended = false;
pthread_t last_thread;
}  // namespace

void engine::finish() noexcept {
  last_thread = pthread_self();
  python_ended = true;
}

void stay_if_python_ended() noexcept {
  if (!python_ended || pthread_equal(last_thread, pthread_self())) return;
  for (;;) pause();
}

void engine::before_fork() {
  was_running_ = thread_.has_value();
  halt();
  context_->notify_fork(asio::execution_context::fork_prepare);
}

void engine::after_fork_in_parent() {
  context_->notify_fork(asio::execution_context::fork_parent);
  context_->restart();
  if (was_running_) start();
}

void engine::after_fork_in_child() {
  // First a reactor of its own: the parent's must not learn of what is closed here.
  context_->notify_fork(asio::execution_context::fork_child);
  std::vector<droppable*> all;
  {
    const std::lock_guard lock{registry_mutex_};
    all.assign(registry_.begin(), registry_.end());
  }
  for (auto* one : all) one->drop();
  context_ = std::make_unique<asio::io_context>(1);
}

}  // namespace aloft::python
