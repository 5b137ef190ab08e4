#include "http/tcp_stream.hpp"

#include "flow/wait_end.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>

#include <boost/asio/experimental/parallel_group.hpp>  // not self-contained in Boost 1.81: after the others

#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

#include <utility>

namespace aloft::http {
namespace asio = boost::asio;
using asio::ip::tcp;
namespace {

/// A peer that has gone without a word, or a NAT that has forgotten the connection, is noticed after a minute, whatever
/// limits the caller has lifted.
void keep_alive(int descriptor) noexcept {
  struct {
    int level, name, value;
  } constexpr options[] = {{SOL_SOCKET, SO_KEEPALIVE, 1},
                           {IPPROTO_TCP, TCP_KEEPIDLE, 30},   // seconds of silence before the first question
                           {IPPROTO_TCP, TCP_KEEPINTVL, 10},  // seconds between further ones
                           {IPPROTO_TCP, TCP_KEEPCNT, 3}};    // that may go unanswered
  for (const auto& option : options)                          // a system that refuses one has a connection all the same
    static_cast<void>(::setsockopt(descriptor, option.level, option.name, &option.value, sizeof option.value));
}

// Asio tells those who wait at the moment of a cancellation; one that came before is seen here, by everything that is
// carried over a stream.
using flow::was_cancelled;

constexpr auto leaf = asio::as_tuple(asio::deferred);  // no coroutine frame, no exception

}  // namespace

boost::system::error_code tcp_stream::open(const asio::ip::address& to) {
  boost::system::error_code failure;
  socket_.open(to.is_v6() ? tcp::v6() : tcp::v4(), failure);
  if (!failure) socket_.set_option(tcp::no_delay{true}, failure);
  if (!failure) keep_alive(socket_.native_handle());
  return failure;
}

asio::awaitable<boost::system::error_code> tcp_stream::connect(tcp::endpoint to) {
  const auto before = co_await asio::this_coro::cancellation_state;
  if (was_cancelled(before)) co_return asio::error::operation_aborted;
  auto [failure] = co_await socket_.async_connect(to, leaf);
  co_return failure;
}

io_task tcp_stream::read_some(asio::mutable_buffer into) {
  if (read_failure_) co_return io_result{read_failure_, 0};
  // Nobody answers at once: others may go first, instead of a look that finds nothing.
  if (std::exchange(asked_, false)) co_await asio::post(socket_.get_executor(), asio::deferred);
  const auto before = co_await asio::this_coro::cancellation_state;
  if (was_cancelled(before)) co_return io_result{asio::error::operation_aborted, 0};
  auto [failure, count] = co_await socket_.async_read_some(into, leaf);
  if (failure != asio::error::operation_aborted) read_failure_ = failure;  // a cancelled read ends nothing
  drained_ = count < into.size();
  co_return io_result{failure, count};
}

io_task tcp_stream::write_some(write_pieces pieces) {
  if (write_failure_) co_return io_result{write_failure_, 0};
  const auto before = co_await asio::this_coro::cancellation_state;
  if (was_cancelled(before)) co_return io_result{asio::error::operation_aborted, 0};
  auto [failure, count] = co_await socket_.async_write_some(pieces, leaf);
  write_failure_ = failure;
  co_return io_result{failure, count};
}

io_result tcp_stream::write_now(const write_pieces& pieces) {
  if (write_failure_) return {write_failure_, 0};
  std::array<iovec, 2> parts{};
  for (std::size_t at = 0; at < pieces.size(); ++at)
    parts[at] = {const_cast<void*>(pieces[at].data()), pieces[at].size()};
  msghdr message{};
  message.msg_iov = parts.data();
  message.msg_iovlen = pieces[1].size() > 0 ? 2 : 1;
  const auto count = ::sendmsg(socket_.native_handle(), &message, MSG_DONTWAIT | MSG_NOSIGNAL);
  asked_ = count > 0;
  if (count >= 0) return {{}, static_cast<std::size_t>(count)};
  if (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR) return {};
  write_failure_.assign(errno, asio::error::get_system_category());
  return {write_failure_, 0};
}

std::ptrdiff_t tcp_stream::read_now(asio::mutable_buffer into) noexcept {
  const auto count = ::recv(socket_.native_handle(), into.data(), into.size(), MSG_DONTWAIT);
  drained_ = count < static_cast<std::ptrdiff_t>(into.size());
  if (count > 0) return count;
  return count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK) ? 0 : -1;
}

asio::awaitable<readiness> tcp_stream::wait(interest what, std::chrono::steady_clock::time_point until) {
  const bool to_read = what != interest::write, to_write = what != interest::read;
  pollfd look{socket_.native_handle(), static_cast<short>((to_read ? POLLIN : 0) | (to_write ? POLLOUT : 0)), 0};
  if (::poll(&look, 1, 0) > 0) {
    if (to_read && (look.revents & (POLLIN | POLLERR | POLLHUP)) != 0) co_return readiness::readable;
    co_return readiness::writable;  // what is broken tells whoever writes
  }

  const auto before = co_await asio::this_coro::cancellation_state;
  if (was_cancelled(before)) co_return readiness::cancelled;
  asio::steady_timer timer{socket_.get_executor(), until};
  waiting_ = &timer;
  interrupted_ = false;
  using asio::socket_base;
  // What to wait for cannot be chosen at run time in a group: waiting twice for the same is harmless.
  const auto first = to_read ? socket_base::wait_read : socket_base::wait_write;
  const auto second = to_write ? socket_base::wait_write : socket_base::wait_read;
  // Parallel groups (Boost 1.81) do not say where their operations complete: without it that is the socket's executor,
  // in another thread than interrupt() and the caller's cancellation where the caller is on a strand.
  const asio::any_io_executor on = co_await asio::this_coro::executor;
  auto group =
      asio::experimental::make_parallel_group(asio::bind_executor(on, socket_.async_wait(first, asio::deferred)),
                                              asio::bind_executor(on, socket_.async_wait(second, asio::deferred)),
                                              asio::bind_executor(on, timer.async_wait(asio::deferred)));
  auto [order, one, other, late] = co_await group.async_wait(asio::experimental::wait_for_one{}, asio::deferred);
  waiting_ = nullptr;
  if (!one) co_return to_read ? readiness::readable : readiness::writable;
  if (!other) co_return to_write ? readiness::writable : readiness::readable;
  if (interrupted_) co_return readiness::interrupted;
  co_return late ? readiness::cancelled : readiness::late;
}

void tcp_stream::interrupt() noexcept {
  if (waiting_ == nullptr) return;
  interrupted_ = true;
  waiting_->cancel();
}

idle_state tcp_stream::look() noexcept {
  char byte = 0;
  const auto count = ::recv(socket_.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  if (count > 0) return idle_state::unsolicited;
  return count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK) ? idle_state::quiet : idle_state::closed;
}

}  // namespace aloft::http
