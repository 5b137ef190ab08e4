#pragma once
// A server of DynamoDB, SQS and S3 that misbehaves by a seed and counts what it carries out. One thread of its own.

#include "storm/ledger.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <thread>

typedef struct ssl_ctx_st SSL_CTX;

namespace aloft::storm {

class storm_server {
 public:
  /// Listens on 127.0.0.1. `tls`: over TLS, with this context, which must outlive the server.
  storm_server(std::uint64_t seed, SSL_CTX* tls);
  ~storm_server();

  std::uint16_t port() const noexcept { return port_; }
  /// Waits until no connection is open, no longer than so long; how many are.
  int open_after(std::chrono::milliseconds patience) const;
  std::uint64_t accepted() const noexcept { return accepted_; }
  /// Answers that nobody asked for.
  std::uint64_t strays() const noexcept { return strays_; }
  ledger& calls() noexcept { return calls_; }

 private:
  template <class Stream>
  class conversation;

  boost::asio::awaitable<void> accept_all();
  boost::asio::awaitable<void> converse(boost::asio::ip::tcp::socket socket, std::uint64_t number);

  const std::uint64_t seed_;
  SSL_CTX* const tls_;
  ledger calls_;
  boost::asio::io_context context_{1};
  boost::asio::ip::tcp::acceptor acceptor_;
  std::uint16_t port_ = 0;
  mutable std::mutex mutex_;
  mutable std::condition_variable all_closed_;
  int open_ = 0;
  std::atomic<std::uint64_t> accepted_{0}, strays_{0};
  std::thread thread_;
};

}  // namespace aloft::storm
