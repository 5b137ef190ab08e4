#include "http/message_exchange.hpp"

#include "flow/event.hpp"
#include "http/failure.hpp"

#include <boost/asio/this_coro.hpp>

#include <string>

namespace aloft::http {
namespace asio = boost::asio;
namespace {

/// Gathers the request until its head is asked for, and holds the whole answer then.
class message_exchange final : public exchange {
 public:
  message_exchange(std::shared_ptr<message_transport> carrier, const asio::any_io_executor& runs)
      : carrier_{std::move(carrier)}, whole_{flow::watchdog::of(runs, system_clock_source())} {}

  asio::awaitable<result<bool>> start(const http_request& request, body_framing body) override {
    request_ = request;
    if (body.length == request_.body.size()) whole_.set();
    co_return true;
  }
  asio::awaitable<result<bool>> write(std::string_view piece) override {
    request_.body += piece;
    co_return true;
  }
  asio::awaitable<result<bool>> finish(const header_list&) override {
    whole_.set();
    co_return true;
  }

  asio::awaitable<result<response_head>> head() override {
    const auto ended = co_await whole_.wait();
    if (ended != flow::wait_end::done) co_return cancelled();
    auto answer = co_await carrier_->exchange(std::move(request_));
    if (!answer) co_return answer.error();
    started_ = true;
    body_ = std::move(answer->body);
    response_head out;
    out.status = answer->status;
    out.headers = std::move(answer->headers);
    co_return out;
  }
  asio::awaitable<result<std::string_view>> read() override {
    co_return std::exchange(read_, true) ? std::string_view{} : std::string_view{body_};
  }

  void cancel() noexcept override {}
  void lift_deadline() noexcept override {}
  void limit_silence(std::chrono::milliseconds) noexcept override {}
  bool reused() const noexcept override { return false; }
  bool answer_started() const noexcept override { return started_; }
  const exchange_timings& timings() const noexcept override { return timings_; }

 private:
  void end(ending) noexcept override { delete this; }

  const std::shared_ptr<message_transport> carrier_;
  http_request request_;
  flow::event whole_;  // all of the request is here
  std::string body_;
  bool started_ = false;
  bool read_ = false;
  exchange_timings timings_;
};

class carried_transport final : public transport {
 public:
  explicit carried_transport(std::shared_ptr<message_transport> carrier) : carrier_{std::move(carrier)} {}

  using transport::acquire;
  asio::awaitable<result<exchange_ptr>> acquire(const origin&, const deadlines&) override {
    const asio::any_io_executor runs = co_await asio::this_coro::executor;
    co_return exchange_ptr{new message_exchange{carrier_, runs}};
  }
  transport_counters counters() const override { return {}; }

 private:
  const std::shared_ptr<message_transport> carrier_;
};

class network final : public message_transport {
 public:
  explicit network(asio::any_io_executor executor) : connections_{transport::make(std::move(executor), {})} {}

  asio::awaitable<result<http_response>> exchange(http_request request) override {
    std::uint16_t port = request.port;
    if (port == 0) port = request.scheme == "http" ? 80 : 443;
    std::string host = request.host;
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    const origin to{request.scheme, std::move(host), port};
    const deadlines limits;
    auto over = co_await connections_->acquire(to, limits);
    if (!over) co_return over.error();
    auto head = co_await send(**over, request, nullptr);
    if (!head) co_return head.error();
    http_response out;
    out.status = head->status;
    out.headers = std::move(head->headers);
    for (;;) {
      auto piece = co_await (*over)->read();
      if (!piece) co_return piece.error();
      if (piece->empty()) break;
      out.body += *piece;
    }
    over->release();
    co_return out;
  }

 private:
  const std::shared_ptr<transport> connections_;
};

}  // namespace

std::shared_ptr<transport> carried_by(std::shared_ptr<message_transport> carrier) {
  return std::make_shared<carried_transport>(std::move(carrier));
}

}  // namespace aloft::http

namespace aloft {

std::shared_ptr<message_transport> network_transport(boost::asio::any_io_executor executor) {
  return std::make_shared<http::network>(std::move(executor));
}

}  // namespace aloft
