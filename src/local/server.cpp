#include "local/engine.hpp"
#include "local/http_server.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/address.hpp>

#include <optional>
#include <thread>
#include <utility>

namespace aloft::local {

namespace asio = boost::asio;

/// A server and, where it has one, its own thread.
class server::impl {
  std::optional<asio::io_context> own_;  // outlives the sockets below
  std::thread thread_;

 public:
  explicit impl(const server_options& options) : own_{std::in_place, 1} {
    begin(own_->get_executor(), options);
    thread_ = std::thread{[this] { own_->run(); }};
  }
  impl(asio::any_io_executor executor, const server_options& options) { begin(std::move(executor), options); }
  ~impl() { stop(); }
  impl(const impl&) = delete;
  impl& operator=(const impl&) = delete;

  void stop() {
    http_->stop();
    if (thread_.joinable()) thread_.join();
  }

  std::shared_ptr<engine> engine_;
  std::shared_ptr<http_server> http_;
  std::string address;
  std::uint64_t fault_seed = 1;

 private:
  void begin(asio::any_io_executor executor, const server_options& options) {
    boost::system::error_code failed;
    const auto parsed = asio::ip::make_address(options.address, failed);
    if (failed || !parsed.is_loopback())
      throw error{error_kind::usage, "InvalidOption",
                  "address: \"" + options.address + "\" is not a loopback address (127.0.0.1 or ::1)"};
    if (options.latency.count() < 0) throw error{error_kind::usage, "InvalidOption", "latency: must not be negative"};
    address = parsed.is_v6() ? '[' + options.address + ']' : options.address;
    fault_seed = options.fault_seed;
    engine_ = engine::make(options, model::catalog::standard().value()).value();
    http_ = std::make_shared<http_server>(std::move(executor), engine_, options);
    http_->listen({parsed, options.port}).value();
    http_->start();
  }
};

server::server(server_options options) : impl_{std::make_shared<impl>(options)} {}
server::server(asio::any_io_executor executor, server_options options)
    : impl_{std::make_shared<impl>(std::move(executor), options)} {}
server::server(server&&) noexcept = default;
server& server::operator=(server&&) noexcept = default;
server::~server() = default;

std::uint16_t server::port() const noexcept { return impl_->http_->port(); }

std::string server::endpoint_url() const { return "http://" + impl_->address + ':' + std::to_string(port()); }

server_counters server::counters() const {
  return {impl_->http_->connections_opened(), impl_->http_->connections_open(), impl_->http_->requests(),
          impl_->engine_->operations()};
}

void server::inject(const std::string& faults) {
  impl_->engine_->inject(fault_plan::parse(faults, impl_->fault_seed).value());
}

std::string server::notification_authority() const { return impl_->engine_->notification_authority(); }

void server::set_latency(std::chrono::milliseconds latency) {
  if (latency.count() < 0) throw error{error_kind::usage, "InvalidOption", "latency: must not be negative"};
  impl_->http_->set_latency(latency);
}

void server::stop() { impl_->stop(); }

}  // namespace aloft::local
