#pragma once
// How work gets from asyncio to the event loop's thread and its outcome back: a queue each way, one post and one ring
// for as many as there are.

#include "engine.hpp"
#include "ref.hpp"

#include <aloft/error.hpp>

#include <boost/asio/cancellation_signal.hpp>

#include <deque>
#include <exception>
#include <memory>
#include <mutex>
#include <vector>

namespace aloft::python {

class dispatcher;

/// Something that is done in the event loop's thread and waited for in a loop of asyncio's.
class job : public std::enable_shared_from_this<job> {
 public:
  virtual ~job() = default;
  /// In the event loop's thread: begins; ends by done().
  virtual void start() = 0;
  /// With the GIL, in the loop of asyncio's: the outcome; null with an exception set.
  virtual PyObject* give() = 0;

  /// With the GIL, when it is over: lets go of what is Python's.
  virtual void release() noexcept {}

  void cancel();  ///< from any thread; the outcome does not matter any more

 protected:
  void done();  ///< in the event loop's thread

  boost::asio::cancellation_signal stop_;

 private:
  friend class dispatcher;
  std::shared_ptr<dispatcher> to_;
  PyObject* future_ = nullptr;  // owned; touched with the GIL alone
  bool cancelled_ = false;      // with the GIL
};

/// One per loop of asyncio's. Python adds fd() to its loop as a reader that calls drain().
class dispatcher : public std::enable_shared_from_this<dispatcher> {
 public:
  dispatcher();
  ~dispatcher();
  dispatcher(const dispatcher&) = delete;
  dispatcher& operator=(const dispatcher&) = delete;

  int fd() const noexcept { return bell_; }
  /// With the GIL. The future gets what the job gives.
  void submit(std::shared_ptr<job> work, PyObject* future);
  /// With the GIL: some of what is done, so that the loop breathes; the rest is rung for again.
  void drain();
  /// With the GIL: the loop is gone. What was done and what will be is dropped.
  void close();

  void complete(std::shared_ptr<job> work);  ///< in the event loop's thread

 private:
  void ring() noexcept;
  void retire(const std::shared_ptr<job>& work) noexcept;
  void deliver(const std::shared_ptr<job>& work);

  const int bell_;
  std::mutex mutex_;
  std::vector<std::shared_ptr<job>> asked_, done_;
  bool closed_ = false;
  std::deque<std::shared_ptr<job>> ready_;  // taken from done_, with the GIL
};

/// Lets go of a reference when somebody has the GIL; from any thread.
void let_go_later(PyObject* what);

}  // namespace aloft::python
