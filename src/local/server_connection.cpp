#include "local/server_connection.hpp"

#include "local/response_head.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace aloft::local {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

constexpr auto result_tuple = asio::as_tuple(asio::deferred);
constexpr std::string_view no_body;
constexpr std::size_t small_piece = std::size_t{16} << 10;  // of what is read at once
constexpr std::size_t large_piece = std::size_t{256} << 10;
constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";

}  // namespace

/// Ends the wait of a connection when a bell is rung in any thread, or when its client goes.
class http_server::connection::waiting final : public bell_listener, public std::enable_shared_from_this<waiting> {
 public:
  explicit waiting(connection& who) : who_{&who}, strand_{who.owner_->strand_} {}

  void rung() noexcept override {
    asio::post(strand_, [self = shared_from_this()] { self->end(); });
  }
  void watch() {
    who_->socket_.async_wait(tcp_socket::wait_read, [self = shared_from_this()](error_code) {
      if (self->who_ == nullptr) return;
      char next = 0;
      error_code failed;
      self->who_->socket_.non_blocking(true, failed);
      if (!failed) self->who_->socket_.receive(asio::buffer(&next, 1), tcp_socket::message_peek, failed);
      self->gone_ = failed && failed != asio::error::would_block;
      if (self->gone_) self->end();
    });
  }
  void end() {
    woken_ = true;
    if (who_ != nullptr) who_->timer_.cancel();
  }
  /// The connection goes on.
  void leave() {
    if (error_code ignored; who_ != nullptr) who_->socket_.cancel(ignored);
    who_ = nullptr;
  }
  bool woken() const noexcept { return woken_; }
  bool gone() const noexcept { return gone_; }

 private:
  connection* who_;  ///< on the strand; null once it has gone on
  executor_type strand_;
  bool woken_ = false, gone_ = false;
};

http_server::connection::connection(std::shared_ptr<http_server> owner, tcp_socket socket)
    : owner_{std::move(owner)},
      socket_{std::move(socket)},
      timer_{owner_->strand_},
      parser_{owner_->limits_},
      piece_(small_piece) {
  owner_->connections_.insert(this);
  ++owner_->opened_;
  ++owner_->open_;
  error_code ignored;
  socket_.set_option(asio::ip::tcp::no_delay{true}, ignored);
}

http_server::connection::~connection() {
  owner_->connections_.erase(this);
  --owner_->open_;
}

void http_server::connection::look_again() {
  if (waiting_) waiting_->end();
}

void http_server::connection::close() {
  error_code ignored;
  socket_.close(ignored);
  timer_.cancel();
}

http_server::connection::awaitable<void> http_server::connection::serve(std::shared_ptr<connection> self) {
  co_await self->serve();
}

http_server::connection::awaitable<void> http_server::connection::serve() {
  for (bool more = true; more;) {
    begin_request();
    const bool complete = co_await read_request();
    if (!complete) co_return;
    ++owner_->requests_;
    const bool keep_alive = parser_.keep_alive();
    auto made = owner_->engine_->handle(parser_.take(), owner_->clock_.now(), std::exchange(diversion_, nullptr));
    while (made.pending) {
      const auto now = co_await wait(made.wait);
      if (!now) co_return;
      made = owner_->engine_->resume(std::move(made), *now);
    }
    co_await wait(std::chrono::milliseconds{owner_->latency_} + made.fault.delay);
    more = co_await send_answer(std::move(made), keep_alive);
  }
}

void http_server::connection::begin_request() {
  diversion_ = nullptr;
  parser_ = request_parser{owner_->limits_, [this](const http_request& head) -> body_taker {
                             diversion_ = owner_->engine_->divert(head, owner_->clock_.now());
                             if (!diversion_) return {};
                             if (piece_.size() < large_piece) piece_.resize(large_piece);
                             return [to = diversion_->to](std::string_view bytes) {
                               if (to) to->take(bytes);
                             };
                           }};
}

// GCC 12 loses track of the coroutine's frame over `if (!co_await x())` in a loop: awaited values get names first.
http_server::connection::awaitable<bool> http_server::connection::read_request() {
  for (;;) {
    received_.erase(0, parser_.feed(received_));
    if (parser_.refusal() != 0) {
      co_await refuse();
      co_return false;
    }
    if (parser_.done()) co_return true;
    if (parser_.wants_continue()) {
      if (diversion_ && diversion_->refusal) co_return true;  // answered at once: nobody wants the body
      co_await write(go_on, no_body);
    }
    const bool more = co_await read_some();
    if (!more) co_return false;
  }
}

http_server::connection::awaitable<bool> http_server::connection::send_answer(answer made, bool keep_alive) {
  const auto kind = made.fault.kind;
  if (kind == fault_kind::close) co_return false;
  if (kind == fault_kind::stall) {
    co_await read_to_end();
    co_return false;
  }
  if (made.body || made.head_only) {
    const auto size = made.body ? made.body->size() : made.response.body.size();
    const auto head = response_head(made.response, owner_->clock_.now(), keep_alive, size);
    bool written = co_await write(head, no_body);
    if (!written) co_return false;
    if (!made.head_only && made.body) {
      written = co_await write(*made.body, kind == fault_kind::truncate ? size / 2 : size, kind == fault_kind::corrupt);
      if (!written || kind == fault_kind::truncate) co_return false;
    }
    if (!keep_alive) co_await linger();
    co_return keep_alive;
  }
  const auto head = response_head(made.response, owner_->clock_.now(), keep_alive);
  if (kind == fault_kind::corrupt && !made.response.body.empty())
    made.response.body[made.response.body.size() / 2] ^= 1;
  std::string_view body = made.response.body;
  if (kind == fault_kind::truncate) {
    co_await write(head, body.substr(0, body.size() / 2));
    co_return false;
  }
  const bool written = co_await write(head, body);
  if (!written) co_return false;
  if (!keep_alive) co_await linger();
  co_return keep_alive;
}

http_server::connection::awaitable<void> http_server::connection::wait(std::chrono::microseconds time) {
  if (time.count() <= 0 || !socket_.is_open()) co_return;  // closed: by stop(), which must not wait for us
  timer_.expires_after(time);
  co_await timer_.async_wait(result_tuple);
}

http_server::connection::awaitable<std::optional<std::chrono::system_clock::time_point>> http_server::connection::wait(
    suspension what) {
  if (!socket_.is_open()) co_return std::nullopt;
  const auto until = what.until.to_time_point();
  if (owner_->turned_)
    timer_.expires_at(std::chrono::steady_clock::time_point::max());
  else
    timer_.expires_after(std::max(until - owner_->clock_.now(), std::chrono::system_clock::duration{0}));
  waiting_ = std::make_shared<waiting>(*this);
  waiting_->watch();
  if (what.on) what.on->listen(what.seen, waiting_);
  co_await timer_.async_wait(result_tuple);
  const auto over = std::exchange(waiting_, nullptr);
  over->leave();
  if (over->gone() || !socket_.is_open()) co_return std::nullopt;
  const auto now = owner_->clock_.now();
  co_return over->woken() || owner_->turned_ ? now : std::max(now, until);
}

http_server::connection::awaitable<bool> http_server::connection::read_some() {
  const auto [failed, size] = co_await socket_.async_read_some(asio::buffer(piece_), result_tuple);
  received_.append(piece_.data(), size);
  co_return !failed;
}

http_server::connection::awaitable<bool> http_server::connection::write(std::string_view head, std::string_view body) {
  const std::array<asio::const_buffer, 2> pieces{asio::buffer(head), asio::buffer(body)};
  const auto [failed, size] = co_await asio::async_write(socket_, pieces, result_tuple);
  co_return !failed;
}

http_server::connection::awaitable<bool> http_server::connection::write(body_source& body, std::uint64_t size,
                                                                        bool corrupt) {
  std::string changed;
  for (std::uint64_t at = 0; at < size;) {
    auto piece = body.read(at);
    if (piece.empty()) co_return false;
    piece = piece.substr(0, std::min<std::uint64_t>(piece.size(), size - at));
    if (corrupt && at + piece.size() > size / 2) {
      changed = piece;
      changed[static_cast<std::size_t>(size / 2 - at)] ^= 1;
      piece = changed;
      corrupt = false;
    }
    const bool written = co_await write(piece, no_body);
    if (!written) co_return false;
    at += piece.size();
  }
  co_return true;
}

http_server::connection::awaitable<void> http_server::connection::refuse() {
  http_response response;
  response.status = parser_.refusal();
  response.headers.add("Content-Type", "text/plain");
  response.body = parser_.reason() + '\n';
  const auto head = response_head(response, owner_->clock_.now(), false);
  const bool written = co_await write(head, response.body);
  if (written) co_await linger();
}

http_server::connection::awaitable<void> http_server::connection::linger() {
  error_code ignored;
  socket_.shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
  co_await read_to_end();
}

http_server::connection::awaitable<void> http_server::connection::read_to_end() {
  constexpr std::size_t patience = std::size_t{64} << 20;
  for (std::size_t read = 0; read < patience; read += received_.size()) {
    received_.clear();
    const bool more = co_await read_some();
    if (!more) co_return;
  }
}

}  // namespace aloft::local
