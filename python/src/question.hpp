#pragma once
// What a coroutine in the event loop's thread asks Python, and waits for.

#include "dispatcher.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace aloft::python {

/// A callable that coroutines of the event loop's thread hold.
class callable {
 public:
  explicit callable(PyObject* held) : held_{held} { Py_INCREF(held); }
  callable(const callable&) = delete;
  callable& operator=(const callable&) = delete;
  ~callable() { let_go_later(held_); }
  PyObject* get() const noexcept { return held_; }

 private:
  PyObject* held_;
};

/// `ask`, a callable, is called in asyncio's loop: ask(number, question, argument); it sees to it that answer() is.
/// When the coroutine is cancelled: ask(number, None, None).
class question : public std::enable_shared_from_this<question> {
 public:
  /// `argument` makes Python's object of what is asked, with the GIL, while the coroutine waits.
  question(std::shared_ptr<dispatcher> to, std::shared_ptr<const callable> ask, std::function<PyObject*()> argument);

  /// False: cancelled before there was an answer.
  boost::asio::awaitable<bool> ask();

  /// From Python.
  void answer(std::string word, std::string bytes, std::optional<double> number);

  // What Python has said.
  std::string word, bytes;
  std::optional<double> number;

 private:
  class demand;
  PyObject* call(bool cancelled);

  const std::shared_ptr<dispatcher> to_;
  const std::shared_ptr<const callable> ask_;
  const std::uint64_t id_;
  std::mutex mutex_;                     // while the argument is made, the coroutine stays
  std::function<PyObject*()> argument_;  // empty: the coroutine has gone on
  std::optional<boost::asio::steady_timer> timer_;
  bool answered_ = false;
};

PyObject* answer(PyObject* self, PyObject* const* given, Py_ssize_t count);

}  // namespace aloft::python
