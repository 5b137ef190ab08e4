#pragma once
// What Python holds of answers that are still coming, and of bodies that are still going.

#include "dispatcher.hpp"
#include "operations.hpp"
#include "sessions.hpp"

#include <aloft/event_stream.hpp>
#include <aloft/request_body.hpp>
#include <aloft/response.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace aloft::python {

/// A body that is read piece by piece. One reader at a time.
class body_handle final : public droppable, public std::enable_shared_from_this<body_handle> {
 public:
  body_handle(response_body body, client by, bool sync) : body_{std::move(body)}, by_{std::move(by)}, sync_{sync} {}
  ~body_handle() override;

  /// Up to `amount` bytes; fewer at the end alone.
  boost::asio::awaitable<result<std::string>> read(std::size_t amount);
  void close();  ///< with or without the GIL; what has not been read is given up
  void drop() noexcept override;

  std::optional<std::uint64_t> size() const noexcept { return body_ ? body_->size() : std::nullopt; }
  const std::optional<client>& by() const noexcept { return by_; }
  bool sync() const noexcept { return sync_; }

 private:
  void let_go() noexcept;
  std::optional<response_body> body_;
  std::optional<client> by_;
  const bool sync_;
  std::string_view rest_;  // of the piece that came last
  bool closed_ = false;
};

/// A stream of events.
class stream_handle final : public droppable {
 public:
  stream_handle(event_stream stream, client by, bool sync, const operation_info& of)
      : stream_{std::make_shared<event_stream>(std::move(stream))}, by_{std::move(by)}, sync_{sync}, of_{of} {}
  ~stream_handle() override;

  std::shared_ptr<event_stream> stream() const noexcept { return stream_; }
  const std::optional<client>& by() const noexcept { return by_; }
  const operation_info& of() const noexcept { return of_; }
  bool sync() const noexcept { return sync_; }
  void close();
  void drop() noexcept override;

 private:
  std::shared_ptr<event_stream> stream_;
  std::optional<client> by_;
  const bool sync_;
  const operation_info& of_;
};

/// A request body that Python feeds. For calls of asyncio's: `want`, a callable, is called in the loop for each piece
/// and sees to it that feed() is; for others it is called in the thread that drives the loop and gives the piece
/// itself, or None at the end. It keeps exceptions to itself and says so by giving an int.
class fed_body final : public body_source, public std::enable_shared_from_this<fed_body> {
 public:
  /// `to` null: of a call that is waited for by its thread.
  fed_body(std::shared_ptr<dispatcher> to, PyObject* want, std::optional<std::uint64_t> size)
      : to_{std::move(to)}, want_{want}, size_{size} {
    Py_INCREF(want);
  }
  ~fed_body() override;

  std::optional<std::uint64_t> size() const noexcept override { return size_; }
  boost::asio::awaitable<result<std::string_view>> read() override;
  bool rewind() override { return false; }

  /// From Python: the next piece, nothing at the end, or that there is none to be had.
  void feed(std::string piece, bool failed);
  PyObject* want() const noexcept { return want_; }

 private:
  result<std::string_view> read_now();

  const std::shared_ptr<dispatcher> to_;
  PyObject* want_;
  const std::optional<std::uint64_t> size_;
  std::optional<boost::asio::steady_timer> timer_;
  std::string piece_;
  bool fed_ = false, failed_ = false;
};

}  // namespace aloft::python
