// Request bodies that are not held whole.

#include "http/fixture.hpp"
#include "support/test_authority.hpp"

#include <openssl/ssl.h>

#include <semaphore>

namespace aloft::http {
namespace {

using namespace std::chrono_literals;
using testing::answer_ok;
using testing::peer;
using testing::scripted_server;
using testing::test_authority;
namespace asio = boost::asio;

/// Gives its pieces one after another.
class pieces final : public body_source {
 public:
  pieces(std::vector<std::string> all, std::optional<std::uint64_t> size) : all_{std::move(all)}, size_{size} {}
  std::optional<std::uint64_t> size() const noexcept override { return size_; }
  asio::awaitable<result<std::string_view>> read() override {
    if (next_ == all_.size()) co_return std::string_view{};
    co_return std::string_view{all_[next_++]};
  }
  bool rewind() override {
    next_ = 0;
    return true;
  }
  std::size_t taken() const { return next_; }

 private:
  const std::vector<std::string> all_;
  const std::optional<std::uint64_t> size_;
  std::size_t next_ = 0;
};

class failing final : public body_source {
 public:
  std::optional<std::uint64_t> size() const noexcept override { return 10; }
  asio::awaitable<result<std::string_view>> read() override {
    co_return error{error_kind::usage, "FileUnreadable", "the disk is gone"};
  }
  bool rewind() override { return false; }
};

/// Runs one exchange with `body` against `script`.
outcome send(scripted_server::script script, http_request request, body_source& body, std::uint64_t* open = nullptr) {
  scripted_server server{std::move(script)};
  asio::io_context context;
  const auto over = transport::make(context.get_executor(), {});
  auto got = run(context, exchange(*over, local(server.port()), std::move(request), {}, &body));
  if (open != nullptr) *open = over->counters().connections_open;
  return got;
}

std::string body_of(const std::string& request) { return request.substr(request.find("\r\n\r\n") + 4); }

TEST(bodies, of_known_length) {
  std::string seen;
  pieces body{{"hello", " ", "world"}, 11};
  std::uint64_t open = 0;
  const auto got = send(
      [&](peer& client) {
        seen = client.read_request();
        client.write(answer_ok("thanks"));
        client.stall();
      },
      post(""), body, &open);
  EXPECT_EQ(got.body, "thanks");
  EXPECT_NE(seen.find("Content-Length: 11\r\n"), std::string::npos);
  EXPECT_EQ(body_of(seen), "hello world");
  EXPECT_EQ(open, 1U);
}

TEST(bodies, of_unknown_length_go_in_chunks_after_the_requests_own) {
  std::string seen;
  pieces body{{"hello", std::string(20, 'x')}, {}};
  std::uint64_t open = 0;
  const auto got = send(
      [&](peer& client) {
        seen = client.read_request();
        client.write(answer_ok("thanks"));
        client.stall();
      },
      post("own"), body, &open);
  EXPECT_EQ(got.body, "thanks");
  EXPECT_NE(seen.find("Transfer-Encoding: chunked\r\n"), std::string::npos);
  EXPECT_EQ(body_of(seen), "3\r\nown\r\n5\r\nhello\r\n14\r\n" + std::string(20, 'x') + "\r\n0\r\n\r\n");
  EXPECT_EQ(open, 1U);
}

TEST(bodies, that_are_empty) {
  for (const bool known : {true, false}) {
    std::string seen;
    pieces body{{}, known ? std::optional<std::uint64_t>{0} : std::nullopt};
    const auto got = send(
        [&](peer& client) {
          seen = client.read_request();
          client.write(answer_ok("thanks"));
          client.stall();
        },
        post(""), body);
    EXPECT_EQ(got.code(), "ok");
    EXPECT_EQ(body_of(seen), known ? "" : "0\r\n\r\n");
  }
}

TEST(bodies, that_are_not_as_long_as_they_say) {
  for (const std::uint64_t said : {4U, 6U}) {
    pieces body{{"hello"}, said};
    std::uint64_t open = 0;
    const auto got = send([](peer& client) { client.stall(); }, post(""), body, &open);
    EXPECT_EQ(got.code(), "BodyLengthMismatch");
    EXPECT_EQ(open, 0U);
  }
}

TEST(bodies, whose_source_fails) {
  failing body;
  std::uint64_t open = 0;
  EXPECT_EQ(send([](peer& client) { client.stall(); }, post(""), body, &open).code(), "FileUnreadable");
  EXPECT_EQ(open, 0U);
}

TEST(bodies, are_not_sent_on_after_a_refusal) {
  pieces body{std::vector<std::string>(1000, std::string(100'000, 'x')), 100'000'000};
  const auto got = send(
      [](peer& client) {
        client.read_head();
        client.write("HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno");
        client.pause(5s);  // reads nothing more, and does not close either
      },
      post(""), body);
  EXPECT_EQ(got.code(), "ok");
  EXPECT_EQ(got.head.status, 403);
  EXPECT_EQ(got.body, "no");
  EXPECT_LT(body.taken(), 900U);
}

TEST(bodies, wait_for_consent_when_asked_to) {
  std::string first, rest;
  std::chrono::steady_clock::duration silent{};
  auto request = post("");
  request.headers.add("Expect", "100-continue");
  pieces body{{"hello"}, 5};
  auto got = send(
      [&](peer& client) {
        first = client.read_head();
        client.pause(50ms);
        client.write("HTTP/1.1 100 Continue\r\n\r\n");
        rest = client.read_some();
        client.write("HTTP/1.1 100 Continue\r\n\r\n" + answer_ok("thanks"));
        client.stall();
      },
      request, body);
  EXPECT_EQ(got.body, "thanks");
  EXPECT_EQ(rest, "hello");

  pieces unsent{{"hello"}, 5};
  std::uint64_t open = 1;
  got = send(
      [&](peer& client) {
        client.read_head();
        client.write("HTTP/1.1 417 Expectation Failed\r\nContent-Length: 0\r\n\r\n");
        client.stall();
      },
      request, unsent, &open);
  EXPECT_EQ(got.head.status, 417);
  EXPECT_EQ(unsent.taken(), 0U);
  EXPECT_EQ(open, 0U) << "the server may or may not still expect a body";

  pieces late{{"hello"}, 5};
  const auto began = std::chrono::steady_clock::now();
  got = send(
      [&](peer& client) {
        client.read_head();  // and no word
        client.read_some();
        client.write(answer_ok("thanks"));
        client.stall();
      },
      request, late);
  silent = std::chrono::steady_clock::now() - began;
  EXPECT_EQ(got.body, "thanks");
  EXPECT_GE(silent, 990ms) << "sent after a second without a word";
  EXPECT_LT(silent, 10s);
}

TEST(bodies, are_not_lost_to_a_connection_that_was_closed) {
  std::counting_semaphore closed{0};
  scripted_server server{[&](peer& client) {
    client.read_request();
    client.write(answer_ok("x"));
    client.close();
    closed.release();
  }};
  asio::io_context context;
  const auto over = transport::make(context.get_executor(), {});
  for (int i = 0; i < 3; ++i) {
    pieces body{{"hello"}, {}};
    EXPECT_EQ(run(context, exchange(*over, local(server.port()), post(""), {}, &body)).code(), "ok");
    closed.acquire();
  }
}

TEST(bodies, travel_over_tls) {
  const test_authority authority;
  const auto tls = authority.server();
  std::size_t received = 0;
  scripted_server server{[&](peer& client) {
    client.start_tls(tls.get());
    received = body_of(client.read_request()).size();
    client.write(answer_ok("thanks"));
    client.stall();
  }};
  transport_options options;
  options.ca_file = authority.ca_file();
  asio::io_context context;
  const auto over = transport::make(context.get_executor(), options);
  pieces body{std::vector<std::string>(100, std::string(50'000, 'x')), 5'000'000};
  const auto got = run(context, exchange(*over, local(server.port(), "https"), post(""), {}, &body));
  EXPECT_EQ(got.body, "thanks");
  EXPECT_EQ(received, 5'000'000U);
}

}  // namespace
}  // namespace aloft::http
