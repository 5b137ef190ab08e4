#include "http/tcp_stream.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/deferred.hpp>

#include <sys/socket.h>

namespace aloft::http {
namespace asio = boost::asio;
using asio::ip::tcp;
namespace {

constexpr auto leaf = asio::as_tuple(asio::deferred);  // no coroutine frame, no exception

}  // namespace

boost::system::error_code tcp_stream::open(const asio::ip::address& to) {
  boost::system::error_code failure;
  socket_.open(to.is_v6() ? tcp::v6() : tcp::v4(), failure);
  if (!failure) socket_.set_option(tcp::no_delay{true}, failure);
  return failure;
}

asio::awaitable<boost::system::error_code> tcp_stream::connect(tcp::endpoint to) {
  auto [failure] = co_await socket_.async_connect(to, leaf);
  co_return failure;
}

io_task tcp_stream::read_some(asio::mutable_buffer into) {
  auto [failure, count] = co_await socket_.async_read_some(into, leaf);
  co_return io_result{failure, count};
}

io_task tcp_stream::write_some(write_pieces pieces) {
  auto [failure, count] = co_await socket_.async_write_some(pieces, leaf);
  co_return io_result{failure, count};
}

std::ptrdiff_t tcp_stream::read_now(asio::mutable_buffer into) noexcept {
  const auto count = ::recv(socket_.native_handle(), into.data(), into.size(), MSG_DONTWAIT);
  if (count > 0) return count;
  return count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK) ? 0 : -1;
}

bool tcp_stream::quiet() noexcept {
  char byte = 0;
  return ::recv(socket_.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT) < 0 &&
         (errno == EAGAIN || errno == EWOULDBLOCK);
}

}  // namespace aloft::http
