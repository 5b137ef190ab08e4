// The server over real sockets, spoken to by hand.

#include "engine_fixture.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>

#include <thread>

namespace aloft::local {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using testing::AllOf;
using testing::HasSubstr;
using testing::SizeIs;
using testing::StartsWith;

/// A blocking client that writes bytes and reads answers.
class client {
 public:
  explicit client(const server& to) { socket_.connect({asio::ip::address_v4::loopback(), to.port()}); }

  void write(std::string_view bytes) { asio::write(socket_, asio::buffer(bytes)); }

  /// Head and body of one answer; whatever came when the server closed.
  std::string read() {
    boost::system::error_code failed;
    while (!complete()) {
      char piece[4096];
      const auto size = socket_.read_some(asio::buffer(piece), failed);
      held_.append(piece, size);
      if (failed) return std::exchange(held_, {});
    }
    const auto size = end();
    auto answer = held_.substr(0, size);
    held_.erase(0, size);
    return answer;
  }
  bool closed() {
    char byte;
    boost::system::error_code failed;
    return socket_.read_some(asio::buffer(&byte, 1), failed) == 0;
  }
  asio::ip::tcp::socket& socket() { return socket_; }

 private:
  bool complete() const { return end() != 0 && held_.size() >= end(); }
  std::size_t end() const {
    const auto head = held_.find("\r\n\r\n");
    if (head == std::string::npos) return 0;
    const auto field = held_.find("Content-Length: ");
    return head + 4 + (field < head ? std::stoul(held_.substr(field + 16)) : 0);
  }

  asio::io_context context_;
  asio::ip::tcp::socket socket_{context_};
  std::string held_;
};

class servers : public test::engine_test {
 public:
  /// A signed DescribeRegions as bytes.
  std::string bytes(const server& to, std::string_view extra = "") {
    now = std::chrono::system_clock::now();
    auto made = request("ec2", "DescribeRegions");
    made.port = to.port();
    sign(made, identity, signing("ec2"), keys).value();
    std::string text = "POST / HTTP/1.1\r\nHost: " + made.authority() + "\r\n";
    for (const auto& [name, value] : made.headers) text.append(name).append(": ").append(value).append("\r\n");
    return text.append(extra).append("Content-Length: ") + std::to_string(made.body.size()) + "\r\n\r\n" + made.body;
  }
};

TEST_F(servers, answer_on_a_kept_connection) {
  server aws;
  client one{aws};
  for (int i = 0; i < 3; ++i) {
    one.write(bytes(aws));
    EXPECT_THAT(one.read(), AllOf(StartsWith("HTTP/1.1 200 OK\r\n"), HasSubstr("\r\nDate: "), HasSubstr("us-east-1")));
  }
  const auto seen = aws.counters();
  EXPECT_EQ(seen.connections_opened, 1u);
  EXPECT_EQ(seen.connections_open, 1u);
  EXPECT_EQ(seen.requests, 3u);
  EXPECT_EQ(seen.operations.at("ec2.DescribeRegions"), 3u);
}

TEST_F(servers, take_requests_one_after_another_without_waiting) {
  server aws;
  client one{aws};
  one.write(bytes(aws) + bytes(aws));
  EXPECT_THAT(one.read(), StartsWith("HTTP/1.1 200"));
  EXPECT_THAT(one.read(), StartsWith("HTTP/1.1 200"));
}

TEST_F(servers, close_when_asked_to) {
  server aws;
  client one{aws};
  one.write(bytes(aws, "Connection: close\r\n"));
  EXPECT_THAT(one.read(), HasSubstr("Connection: close"));
  EXPECT_TRUE(one.closed());
}

TEST_F(servers, say_go_on) {
  server aws;
  client one{aws};
  const auto text = bytes(aws, "Expect: 100-continue\r\n");
  const auto body = text.find("\r\n\r\n") + 4;
  one.write(text.substr(0, body));
  EXPECT_EQ(one.read(), "HTTP/1.1 100 Continue\r\n\r\n");
  one.write(text.substr(body));
  EXPECT_THAT(one.read(), StartsWith("HTTP/1.1 200"));
}

TEST_F(servers, refuse_what_is_no_http) {
  server_options options;
  options.max_header_bytes = 1000;
  options.max_body_bytes = 1000;
  server aws{options};
  const auto answer = [&](std::string_view text) {
    client one{aws};
    one.write(text);
    return one.read();
  };
  EXPECT_THAT(answer("hello\r\n\r\n"), StartsWith("HTTP/1.1 400 Bad Request"));
  EXPECT_THAT(answer("GET / HTTP/1.1\r\nX: " + std::string(5000, 'x')), StartsWith("HTTP/1.1 431 "));
  EXPECT_THAT(answer("POST / HTTP/1.1\r\nContent-Length: 5000\r\n\r\n" + std::string(5000, 'x')),
              StartsWith("HTTP/1.1 413 "));
  EXPECT_THAT(answer("GET / HTTP/1.1\r\n\r\n"), HasSubstr("MissingAuthenticationToken"));
}

TEST_F(servers, wait_without_a_thread) {
  server_options options;
  options.latency = 100ms;
  server aws{options};
  std::vector<std::unique_ptr<client>> many;
  for (int i = 0; i < 200; ++i) many.push_back(std::make_unique<client>(aws));
  const auto text = bytes(aws);
  const auto begun = std::chrono::steady_clock::now();
  for (auto& one : many) one->write(text);
  for (auto& one : many) EXPECT_THAT(one->read(), StartsWith("HTTP/1.1 200"));
  const auto took = std::chrono::steady_clock::now() - begun;
  EXPECT_GE(took, 100ms);
  EXPECT_LT(took, 10s);  // one after another it would be 20 s
  EXPECT_EQ(aws.counters().connections_opened, 200u);
  aws.set_latency(0ms);
  many.front()->write(text);
  EXPECT_THAT(many.front()->read(), StartsWith("HTTP/1.1 200"));
}

TEST_F(servers, inject_faults_of_the_connection) {
  server aws;
  aws.inject("close=1x");
  client closed{aws};
  closed.write(bytes(aws));
  EXPECT_EQ(closed.read(), "");

  aws.inject("truncate=1x");
  client cut{aws};
  cut.write(bytes(aws));
  const auto part = cut.read();
  EXPECT_THAT(part, StartsWith("HTTP/1.1 200"));
  EXPECT_LT(part.size() - part.find("\r\n\r\n") - 4, std::stoul(part.substr(part.find("Content-Length: ") + 16)));

  aws.inject("delay=1x:50ms");
  client late{aws};
  const auto begun = std::chrono::steady_clock::now();
  late.write(bytes(aws));
  EXPECT_THAT(late.read(), StartsWith("HTTP/1.1 200"));
  EXPECT_GE(std::chrono::steady_clock::now() - begun, 50ms);

  EXPECT_THROW(aws.inject("nonsense"), error);
}

TEST_F(servers, stop_with_stalled_clients) {
  auto aws = std::make_unique<server>();
  aws->inject("stall=1");
  client stalled{*aws};
  stalled.write(bytes(*aws));
  while (aws->counters().requests == 0) std::this_thread::yield();
  aws->stop();
  EXPECT_TRUE(stalled.closed());
  EXPECT_EQ(aws->counters().connections_open, 0u);
  aws->stop();
  aws.reset();
}

TEST_F(servers, run_on_the_caller_s_executor_and_threads) {
  asio::io_context context;
  auto aws = std::make_unique<server>(context.get_executor());
  std::vector<std::thread> threads;
  for (int i = 0; i < 3; ++i) threads.emplace_back([&] { context.run(); });
  std::vector<std::thread> clients;
  const auto text = bytes(*aws);
  for (int i = 0; i < 4; ++i) {
    clients.emplace_back([&] {
      for (int n = 0; n < 20; ++n) {
        client one{*aws};
        one.write(text);
        EXPECT_THAT(one.read(), StartsWith("HTTP/1.1 200"));
      }
    });
  }
  for (auto& thread : clients) thread.join();
  EXPECT_EQ(aws->counters().requests, 80u);
  aws.reset();
  for (auto& thread : threads) thread.join();  // nothing keeps the context busy
}

TEST_F(servers, refuse_what_they_cannot_listen_on) {
  server first;
  server_options options;
  options.port = first.port();
  try {
    server second{options};
    ADD_FAILURE() << "two servers on one port";
  } catch (const error& failure) {
    EXPECT_EQ(failure.code(), "ListenFailed");
    EXPECT_THAT(failure.message(), HasSubstr("port " + std::to_string(first.port())));
  }
  options = {};
  for (const auto* address : {"0.0.0.0", "192.0.2.1", "localhost", ""}) {
    options.address = address;
    EXPECT_THROW((server{options}), error) << address;
  }
  options.address = "::1";
  EXPECT_THAT(server{options}.endpoint_url(), StartsWith("http://[::1]:"));
}

}  // namespace
}  // namespace aloft::local
