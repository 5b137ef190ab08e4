#include "handles.hpp"

#include "task.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>

#include <algorithm>

namespace aloft::python {
namespace asio = boost::asio;
namespace {

// Sockets belong to the thread that runs their loop. Those of loops that nobody runs now are let go of where we are.
template <class T>
void release(std::optional<T>&& what, bool sync) {
  if (!what) return;
  auto& by = engine::get();
  if (sync || by.stopped()) {
    what.reset();
    return;
  }
  asio::post(by.context(), [held = std::make_shared<T>(std::move(*what))]() mutable { held.reset(); });
  what.reset();
}

class demand final : public job {
 public:
  explicit demand(std::shared_ptr<fed_body> of) : of_{std::move(of)} {}
  void start() override {}
  PyObject* give() override { return PyObject_CallObject(of_->want(), nullptr); }

 private:
  const std::shared_ptr<fed_body> of_;
};

}  // namespace

body_handle::~body_handle() { let_go(); }

void body_handle::let_go() noexcept {
  rest_ = {};
  release(std::move(body_), sync_);
}

void body_handle::close() {
  closed_ = true;
  if (sync_) {
    let_go();
    return;
  }
  if (engine::get().stopped()) return;
  // A read may be going on.
  asio::post(engine::get().context(), [self = shared_from_this()] {
    self->rest_ = {};
    self->body_.reset();
  });
}

void body_handle::drop() noexcept {
  if (sync_) new std::optional<response_body>{std::move(body_)};
  body_.reset();
  by_.reset();
}

asio::awaitable<result<std::string>> body_handle::read(std::size_t amount) {
  const auto self = shared_from_this();
  std::string out;
  if (body_ && body_->size()) out.reserve(std::min<std::uint64_t>(amount, *body_->size()));
  while (out.size() < amount) {
    if (rest_.empty()) {
      if (!body_) {
        if (closed_) co_return error{error_kind::usage, "BodyClosed", "the body was closed before it was read"};
        break;
      }
      auto piece = co_await body_->try_read();
      if (!piece) co_return piece.error();
      if (piece->empty()) break;
      rest_ = *piece;
    }
    const auto take = std::min(amount - out.size(), rest_.size());
    out += rest_.substr(0, take);
    rest_.remove_prefix(take);
  }
  co_return out;
}

stream_handle::~stream_handle() {
  if (!stream_) return;
  std::optional<std::shared_ptr<event_stream>> held{std::move(stream_)};
  release(std::move(held), sync_);
}

void stream_handle::close() {
  if (!stream_) return;
  if (sync_ || engine::get().stopped()) return stream_->end();
  asio::post(engine::get().context(), [stream = stream_] { stream->end(); });
}

void stream_handle::drop() noexcept {
  if (sync_) new std::shared_ptr<event_stream>{std::move(stream_)};
  stream_.reset();
  by_.reset();
}

fed_body::~fed_body() { let_go_later(want_); }

result<std::string_view> fed_body::read_now() {
  stay_if_python_ended();
  const auto state = PyGILState_Ensure();
  const ref given{PyObject_CallObject(want_, nullptr)};
  bool good = static_cast<bool>(given);
  piece_.clear();
  if (good && given.get() != Py_None) {
    char* at = nullptr;
    Py_ssize_t size = 0;
    good = PyBytes_Check(given.get()) && PyBytes_AsStringAndSize(given.get(), &at, &size) == 0;
    if (good) piece_.assign(at, static_cast<std::size_t>(size));
  }
  PyErr_Clear();
  PyGILState_Release(state);
  if (!good) return error{error_kind::usage, "BodyFailed", "the body of the request could not be read"};
  return std::string_view{piece_};
}

asio::awaitable<result<std::string_view>> fed_body::read() {
  const auto self = shared_from_this();
  if (!to_) co_return read_now();
  fed_ = false;
  if (!timer_) timer_.emplace(co_await asio::this_coro::executor);
  to_->complete(std::make_shared<demand>(self));
  while (!fed_) {
    timer_->expires_at(asio::steady_timer::time_point::max());
    co_await timer_->async_wait(asio::as_tuple(asio::deferred));
    const auto state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none) co_return was_cancelled();
  }
  if (failed_) co_return error{error_kind::usage, "BodyFailed", "the body of the request could not be read"};
  co_return std::string_view{piece_};
}

void fed_body::feed(std::string piece, bool failed) {
  auto& by = engine::get();
  if (by.stopped()) return;
  asio::post(by.context(), [self = shared_from_this(), piece = std::move(piece), failed]() mutable {
    self->piece_ = std::move(piece);
    self->failed_ = failed;
    self->fed_ = true;
    if (self->timer_) self->timer_->cancel();
  });
}

}  // namespace aloft::python
