#include "dispatcher.hpp"

#include "log_lines.hpp"

#include <sys/eventfd.h>
#include <unistd.h>

#include <boost/asio/post.hpp>

#include <chrono>
#include <cstdint>
#include <utility>

namespace aloft::python {
namespace asio = boost::asio;
namespace {

constexpr std::size_t most_at_once = 64;
constexpr std::chrono::milliseconds longest_stall{2};

// Outcomes of loops that are gone: their futures can be let go only with the GIL, which who brings them has not.
std::mutex orphans_mutex;
std::vector<std::shared_ptr<job>>& orphans() {
  static auto* const all = new std::vector<std::shared_ptr<job>>;
  return *all;
}

std::vector<PyObject*>& forgotten() {
  static auto* const all = new std::vector<PyObject*>;
  return *all;
}

PyObject* name(const char* of) { return PyUnicode_InternFromString(of); }

}  // namespace

void let_go_later(PyObject* what) {
  const std::lock_guard lock{orphans_mutex};
  forgotten().push_back(what);
}

void job::done() { to_->complete(shared_from_this()); }

void job::cancel() {
  cancelled_ = true;
  auto& by = engine::get();
  if (by.stopped()) return;
  asio::post(by.context(), [self = shared_from_this()] { self->stop_.emit(asio::cancellation_type::terminal); });
}

dispatcher::dispatcher() : bell_{eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)} {}

dispatcher::~dispatcher() { ::close(bell_); }

void dispatcher::ring() noexcept {
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto written = ::write(bell_, &one, sizeof one);
}

void dispatcher::submit(std::shared_ptr<job> work, PyObject* future) {
  work->to_ = shared_from_this();
  Py_INCREF(future);
  work->future_ = future;
  auto& by = engine::get();
  by.run();
  bool first = false;
  {
    const std::lock_guard lock{mutex_};
    first = asked_.empty();
    asked_.push_back(std::move(work));
  }
  if (!first) return;
  asio::post(by.context(), [self = shared_from_this()] {
    std::vector<std::shared_ptr<job>> starting;
    {
      const std::lock_guard lock{self->mutex_};
      starting.swap(self->asked_);
    }
    for (auto& one : starting) one->start();
  });
}

// Rung by a handler that is posted twice: after all that is ready now, so that one waking of the loop serves many.
void dispatcher::complete(std::shared_ptr<job> work) {
  bool first = false, closed = false;
  {
    const std::lock_guard lock{mutex_};
    closed = closed_;
    if (!closed) {
      first = done_.empty();
      done_.push_back(std::move(work));
    }
  }
  if (closed) {
    const std::lock_guard lock{orphans_mutex};
    orphans().push_back(std::move(work));
  }
  if (!first) return;
  auto& context = engine::get().context();
  asio::post(context, [self = shared_from_this(), &context] { asio::post(context, [self] { self->ring(); }); });
}

void dispatcher::retire(const std::shared_ptr<job>& work) noexcept {
  Py_CLEAR(work->future_);
  work->release();
  work->to_.reset();
}

void dispatcher::deliver(const std::shared_ptr<job>& work) {
  static PyObject* const set_result = name("set_result");
  static PyObject* const set_exception = name("set_exception");
  if (work->cancelled_) return;
  ref outcome{work->give()};
  if (!work->future_) {  // something that Python is to do, not to know
    if (!outcome) PyErr_WriteUnraisable(nullptr);
    return;
  }
  ref told;
  if (outcome) {
    told = ref{PyObject_CallMethodObjArgs(work->future_, set_result, outcome.get(), nullptr)};
  } else {
    PyObject *type = nullptr, *value = nullptr, *trace = nullptr;
    PyErr_Fetch(&type, &value, &trace);
    PyErr_NormalizeException(&type, &value, &trace);
    const ref a{type}, b{value}, c{trace};
    if (!value) return;
    told = ref{PyObject_CallMethodObjArgs(work->future_, set_exception, value, nullptr)};
  }
  if (told) return;
  // The future is done: its task was cancelled, and has not had the time to say so. Anything else is nobody's fault.
  ref is_done{PyObject_CallMethod(work->future_, "done", nullptr)};
  PyErr_Clear();
  if (!is_done || is_done.get() != Py_True) PyErr_WriteUnraisable(work->future_);
}

void dispatcher::drain() {
  std::uint64_t count = 0;
  [[maybe_unused]] const auto got = ::read(bell_, &count, sizeof count);
  {
    const std::lock_guard lock{mutex_};
    for (auto& one : done_) ready_.push_back(std::move(one));
    done_.clear();
  }
  // Thousands of new containers at once are no reason to look through all that are.
  const int collected = PyGC_Disable();
  const auto began = std::chrono::steady_clock::now();
  for (std::size_t count_given = 0; !ready_.empty(); ++count_given) {
    if (count_given == most_at_once || (count_given > 0 && std::chrono::steady_clock::now() - began > longest_stall)) {
      ring();
      break;
    }
    const auto work = std::move(ready_.front());
    ready_.pop_front();
    deliver(work);
    retire(work);
  }
  if (collected) PyGC_Enable();
  log_lines::get().hand_over();
  std::vector<std::shared_ptr<job>> lost;
  std::vector<PyObject*> owned;
  {
    const std::lock_guard lock{orphans_mutex};
    lost.swap(orphans());
    owned.swap(forgotten());
  }
  for (const auto& one : lost) retire(one);
  for (PyObject* one : owned) Py_DECREF(one);
}

void dispatcher::close() {
  std::vector<std::shared_ptr<job>> dropped;
  {
    const std::lock_guard lock{mutex_};
    closed_ = true;
    dropped.swap(done_);
  }
  for (const auto& one : dropped) retire(one);
  for (const auto& one : ready_) retire(one);
  ready_.clear();
}

}  // namespace aloft::python
