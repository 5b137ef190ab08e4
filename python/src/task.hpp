#pragma once
// Coroutines of the library, waited for by asyncio or by the calling thread.

#include "dispatcher.hpp"
#include "failures.hpp"

#include <aloft/blocking.hpp>
#include <aloft/client.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <utility>

namespace aloft::python {

inline error was_cancelled() { return error{error_kind::cancelled, "Cancelled", "the call was cancelled"}; }

/// `T`: what the coroutine gives. `Work` has begin(), which makes it, give(T&), which makes Python's object of what
/// came, with the GIL, and refused(), which may be null.
template <class T, class Work>
class task final : public job {
 public:
  explicit task(Work work) : work_{std::move(work)} {}

  void start() override {
    boost::asio::co_spawn(
        engine::get().context(), work_.begin(),
        boost::asio::bind_cancellation_slot(
            stop_.slot(), [this, self = shared_from_this()](std::exception_ptr thrown, result<T> came) {
              if (thrown)
                outcome_.emplace(was_cancelled());
              else
                outcome_.emplace(std::move(came));
              done();
            }));
  }
  PyObject* give() override {
    if (*outcome_) return work_.give(**outcome_);
    raise(outcome_->error(), work_.refused());
    return nullptr;
  }

 private:
  Work work_;
  std::optional<result<T>> outcome_;
};

/// Looks for signals while a thread waits: Ctrl-C ends what it waits for.
wait_hook signal_hook();

/// The same in the calling thread, without the GIL meanwhile. The client's session has an event loop of its own.
template <class T, class Work>
PyObject* run_now(const client& by, Work work) {
  std::optional<result<T>> outcome;
  {
    const without_gil released;
    try {
      outcome.emplace(blocking_client{by, signal_hook()}.run(work.begin()));
    } catch (const error& failure) {
      outcome.emplace(failure);
    } catch (const std::exception&) {
      outcome.emplace(was_cancelled());
    }
  }
  if (PyErr_Occurred()) return nullptr;  // of a signal's handler
  if (*outcome) return work.give(**outcome);
  raise(outcome->error(), work.refused());
  return nullptr;
}

/// Starts the work for a future, and gives what cancels it; or, where `to` is None, does it at once and gives its
/// outcome.
template <class T, class Work>
PyObject* run(const client& by, Work work, PyObject* to, PyObject* future);

}  // namespace aloft::python
