#include "local/connection.hpp"

#include "local/response_head.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <utility>

namespace aloft::local {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

constexpr auto result_tuple = asio::as_tuple(asio::deferred);

}  // namespace

http_server::connection::connection(std::shared_ptr<http_server> owner, tcp_socket socket)
    : owner_{std::move(owner)}, socket_{std::move(socket)}, timer_{owner_->strand_} {
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

void http_server::connection::close() {
  error_code ignored;
  socket_.close(ignored);
  timer_.cancel();
}

http_server::connection::awaitable<void> http_server::connection::serve() {
  const auto self = shared_from_this();
  for (bool more = true; more;) {
    request_parser parser{owner_->limits_};
    if (!co_await read_request(parser)) co_return;
    ++owner_->requests_;
    const bool keep_alive = parser.keep_alive();
    const auto answer = owner_->engine_->handle(parser.take(), owner_->clock_.now());
    co_await wait(std::chrono::milliseconds{owner_->latency_} + answer.fault.delay);
    more = co_await send_answer(answer, keep_alive);
  }
}

http_server::connection::awaitable<bool> http_server::connection::read_request(request_parser& parser) {
  for (;;) {
    received_.erase(0, parser.feed(received_));
    if (parser.refusal() != 0) {
      co_await refuse(parser.refusal(), parser.reason());
      co_return false;
    }
    if (parser.done()) co_return true;
    if (parser.wants_continue() && !co_await write("HTTP/1.1 100 Continue\r\n\r\n", {})) co_return false;
    if (!co_await read_some()) co_return false;
  }
}

http_server::connection::awaitable<bool> http_server::connection::send_answer(const answer& answer, bool keep_alive) {
  using enum fault_kind;
  const auto kind = answer.fault.kind;
  if (kind == close) co_return false;
  if (kind == stall) {
    while (co_await read_some()) received_.clear();
    co_return false;
  }
  const auto head = response_head(answer.response, owner_->clock_.now(), keep_alive);
  std::string_view body = answer.response.body;
  if (kind == truncate) {
    co_await write(head, body.substr(0, body.size() / 2));
    co_return false;
  }
  if (!co_await write(head, body)) co_return false;
  if (!keep_alive) co_await linger();
  co_return keep_alive;
}

http_server::connection::awaitable<void> http_server::connection::wait(std::chrono::microseconds time) {
  if (time.count() <= 0) co_return;
  timer_.expires_after(time);
  co_await timer_.async_wait(result_tuple);
}

http_server::connection::awaitable<bool> http_server::connection::read_some() {
  std::array<char, 16384> piece;
  const auto [failed, size] = co_await socket_.async_read_some(asio::buffer(piece), result_tuple);
  received_.append(piece.data(), size);
  co_return !failed;
}

http_server::connection::awaitable<bool> http_server::connection::write(std::string_view head, std::string_view body) {
  const std::array<asio::const_buffer, 2> pieces{asio::buffer(head), asio::buffer(body)};
  const auto [failed, size] = co_await asio::async_write(socket_, pieces, result_tuple);
  co_return !failed;
}

http_server::connection::awaitable<void> http_server::connection::refuse(int status, std::string_view reason) {
  http_response response;
  response.status = status;
  response.headers.add("Content-Type", "text/plain");
  response.body = std::string{reason} + '\n';
  const auto head = response_head(response, owner_->clock_.now(), false);
  if (co_await write(head, response.body)) co_await linger();
}

http_server::connection::awaitable<void> http_server::connection::linger() {
  constexpr std::size_t patience = 64 * 1024 * 1024;
  error_code ignored;
  socket_.shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
  for (std::size_t read = 0; read < patience && co_await read_some(); received_.clear()) read += received_.size();
}

}  // namespace aloft::local
