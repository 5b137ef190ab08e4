#include "local/http_server.hpp"

#include "local/server_connection.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>

#include <chrono>
#include <utility>

namespace aloft::local {

namespace asio = boost::asio;
using boost::system::error_code;

http_server::http_server(asio::any_io_executor executor, std::shared_ptr<engine> engine, const server_options& options)
    : strand_{asio::make_strand(executor)},
      engine_{std::move(engine)},
      courier_{std::make_shared<courier>(executor)},
      clock_{options.clock != nullptr ? *options.clock : system_clock_source()},
      limits_{options.max_header_bytes, options.max_body_bytes},
      latency_{options.latency.count()},
      acceptor_{strand_},
      retry_{strand_} {}

result<void> http_server::listen(const asio::ip::tcp::endpoint& at) {
  constexpr int backlog = 4096;  // a burst of a thousand clients must not wait for retransmitted SYNs
  error_code failed;
  acceptor_.open(at.protocol(), failed);
  if (!failed) acceptor_.set_option(asio::socket_base::reuse_address{true}, failed);
  if (!failed) acceptor_.bind(at, failed);
  if (!failed) acceptor_.listen(backlog, failed);
  if (failed)
    return error{error_kind::connect, "ListenFailed",
                 "cannot listen on " + at.address().to_string() + " port " + std::to_string(at.port()) + ": " +
                     failed.message()};
  port_ = acceptor_.local_endpoint().port();
  return {};
}

void http_server::start() {
  engine_->deliver_by([to = courier_](http_request request) { to->post(std::move(request)); });
  turned_ = clock_.listen(std::shared_ptr<clock_listener>{shared_from_this(), this});
  asio::co_spawn(strand_, accept_all(shared_from_this()), asio::detached);
}

void http_server::clock_turned() noexcept {
  asio::post(strand_, [self = shared_from_this()] {
    for (auto* open : self->connections_) open->look_again();
  });
}

asio::awaitable<void, http_server::executor_type> http_server::accept_all(std::shared_ptr<http_server> self) {
  while (!self->stopped_) {
    auto [failed, socket] = co_await self->acceptor_.async_accept(asio::as_tuple(asio::deferred));
    if (self->stopped_) co_return;
    if (failed) {  // out of file descriptors, or the client has gone already: go on, but not in a busy loop
      self->retry_.expires_after(std::chrono::milliseconds{10});
      co_await self->retry_.async_wait(asio::as_tuple(asio::deferred));
      continue;
    }
    auto made = std::make_shared<connection>(self, std::move(socket));
    asio::co_spawn(self->strand_, connection::serve(std::move(made)), asio::detached);
  }
}

void http_server::stop() {
  courier_->stop();
  asio::post(strand_, [self = shared_from_this()] {
    self->stopped_ = true;
    error_code ignored;
    self->acceptor_.close(ignored);
    self->retry_.cancel();
    for (auto* open : self->connections_) open->close();
  });
}

}  // namespace aloft::local
