#pragma once
// The sockets of the embedded AWS: a listener and a coroutine per connection, all on one strand of the given executor,
// so that nothing here needs a lock and no thread is kept waiting.

#include "core/random_source.hpp"
#include "local/courier.hpp"
#include "local/engine.hpp"
#include "local/request_parser.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <set>

namespace aloft::local {

class http_server final : public std::enable_shared_from_this<http_server>, private clock_listener {
 public:
  http_server(boost::asio::any_io_executor executor, std::shared_ptr<engine> engine, const server_options& options);

  /// Binds and listens. Connect error "ListenFailed" when that cannot be done.
  result<void> listen(const boost::asio::ip::tcp::endpoint& at);
  /// Serves until stop(). Keeps itself alive meanwhile.
  void start();
  /// Closes all sockets, on the strand. From any thread.
  void stop();

  std::uint16_t port() const noexcept { return port_; }
  void set_latency(std::chrono::milliseconds latency) noexcept { latency_ = latency.count(); }
  std::uint64_t connections_opened() const noexcept { return opened_; }
  std::uint64_t connections_open() const noexcept { return open_; }
  std::uint64_t requests() const noexcept { return requests_; }

 private:
  /// Suspended operations look at the clock again.
  void clock_turned() noexcept override;

  using executor_type = boost::asio::strand<boost::asio::any_io_executor>;
  using tcp_socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, executor_type>;
  using tcp_acceptor = boost::asio::basic_socket_acceptor<boost::asio::ip::tcp, executor_type>;
  using timer = boost::asio::basic_waitable_timer<std::chrono::steady_clock,
                                                  boost::asio::wait_traits<std::chrono::steady_clock>, executor_type>;
  class connection;
  friend class connection;

  static boost::asio::awaitable<void, executor_type> accept_all(std::shared_ptr<http_server> self);

  executor_type strand_;
  std::shared_ptr<engine> engine_;
  std::shared_ptr<courier> courier_;
  const clock& clock_;
  bool turned_ = false;  ///< the clock is a test's: no timer tells what time it is
  request_limits limits_;
  std::atomic<std::int64_t> latency_;  ///< milliseconds
  tcp_acceptor acceptor_;
  timer retry_;
  std::set<connection*> connections_;  ///< on the strand
  bool stopped_ = false;               ///< on the strand
  std::uint16_t port_ = 0;
  std::atomic<std::uint64_t> opened_{0}, open_{0}, requests_{0};
};

}  // namespace aloft::local
