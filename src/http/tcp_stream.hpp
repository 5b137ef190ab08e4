#pragma once
// The plain stream.

#include "http/stream.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

namespace aloft::http {

class tcp_stream final : public stream {
 public:
  explicit tcp_stream(boost::asio::any_io_executor executor) : socket_{std::move(executor)} {}

  /// Makes the socket; no packet is sent. Afterwards native_handle() is valid.
  boost::system::error_code open(const boost::asio::ip::address& to);
  boost::asio::awaitable<boost::system::error_code> connect(boost::asio::ip::tcp::endpoint to);
  int native_handle() { return socket_.native_handle(); }

  io_task read_some(boost::asio::mutable_buffer into) override;
  io_task write_some(write_pieces pieces) override;
  io_result write_now(const write_pieces& pieces) override;
  std::ptrdiff_t read_now(boost::asio::mutable_buffer into) noexcept override;
  boost::asio::awaitable<readiness> wait(interest what, std::chrono::steady_clock::time_point until) override;
  void interrupt() noexcept override;
  bool drained() const noexcept override { return drained_; }
  idle_state look() noexcept override;

 private:
  boost::asio::ip::tcp::socket socket_;
  // The first failure is the last: Asio lets an operation after one that failed wait for an event that never comes.
  boost::system::error_code read_failure_, write_failure_;
  bool drained_ = true;
  bool asked_ = false;  // something was sent by write_now() since the last read
  boost::asio::steady_timer* waiting_ = nullptr;  // of a wait() under way
  bool interrupted_ = false;
};

}  // namespace aloft::http
