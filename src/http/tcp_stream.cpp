#include "http/tcp_stream.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/steady_timer.hpp>

#include <boost/asio/experimental/parallel_group.hpp>  // not self-contained in Boost 1.81: after the others

#include <poll.h>
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
  if (read_failure_) co_return io_result{read_failure_, 0};
  auto [failure, count] = co_await socket_.async_read_some(into, leaf);
  read_failure_ = failure;
  drained_ = count < into.size();
  co_return io_result{failure, count};
}

io_task tcp_stream::write_some(write_pieces pieces) {
  if (write_failure_) co_return io_result{write_failure_, 0};
  auto [failure, count] = co_await socket_.async_write_some(pieces, leaf);
  write_failure_ = failure;
  co_return io_result{failure, count};
}

std::ptrdiff_t tcp_stream::read_now(asio::mutable_buffer into) noexcept {
  const auto count = ::recv(socket_.native_handle(), into.data(), into.size(), MSG_DONTWAIT);
  drained_ = count < static_cast<std::ptrdiff_t>(into.size());
  if (count > 0) return count;
  return count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK) ? 0 : -1;
}

asio::awaitable<readiness> tcp_stream::wait(bool or_writable, std::chrono::steady_clock::time_point until) {
  pollfd look{socket_.native_handle(), static_cast<short>(or_writable ? POLLIN | POLLOUT : POLLIN), 0};
  if (::poll(&look, 1, 0) > 0)
    co_return look.revents&(POLLIN | POLLERR | POLLHUP) ? readiness::readable : readiness::writable;

  asio::steady_timer timer{socket_.get_executor(), until};
  using asio::socket_base;
  // Whether to wait for room as well cannot be chosen at run time in a group: waiting twice to read is harmless.
  const auto second = or_writable ? socket_base::wait_write : socket_base::wait_read;
  auto group = asio::experimental::make_parallel_group(socket_.async_wait(socket_base::wait_read, asio::deferred),
                                                       socket_.async_wait(second, asio::deferred),
                                                       timer.async_wait(asio::deferred));
  auto [order, read, other, late] = co_await group.async_wait(asio::experimental::wait_for_one{}, asio::deferred);
  if (!read) co_return readiness::readable;
  if (!other) co_return or_writable ? readiness::writable : readiness::readable;
  co_return late ? readiness::cancelled : readiness::late;
}

idle_state tcp_stream::look() noexcept {
  char byte = 0;
  const auto count = ::recv(socket_.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  if (count > 0) return idle_state::unsolicited;
  return count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK) ? idle_state::quiet : idle_state::closed;
}

}  // namespace aloft::http
