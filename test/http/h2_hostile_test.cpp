// Servers that do not keep to HTTP/2, or keep to it and mean no good: one clear error each, nothing hangs, memory and
// work stay bounded.

#include "http/h2_server.hpp"

#include <gmock/gmock.h>

#include <string>

namespace aloft::http {
namespace {

using namespace std::chrono_literals;
using ::testing::AnyOf;
using ::testing::HasSubstr;
using testing::peer;
using testing::scripted_server;
namespace asio = boost::asio;

std::string frame(int type, int flags, std::uint32_t stream, std::string_view payload) {
  std::string out;
  for (int shift = 16; shift >= 0; shift -= 8) out += static_cast<char>(payload.size() >> shift & 0xff);
  out += static_cast<char>(type);
  out += static_cast<char>(flags);
  for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(stream >> shift & 0xff);
  return out.append(payload);
}
enum : int {
  data = 0,
  headers = 1,
  priority = 2,
  rst = 3,
  settings = 4,
  push = 5,
  ping = 6,
  goaway = 7,
  window = 8,
  continuation = 9
};
std::string number(std::uint32_t value) {
  std::string out;
  for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(value >> shift & 0xff);
  return out;
}
const std::string hello = frame(settings, 0, 0, "");
const std::string ok_head = frame(headers, 4, 1, "\x88");  // :status 200, END_HEADERS

struct hostile : ::testing::Test {
  /// Says these bytes once a request has come, and then nothing.
  outcome ask(const std::string& bytes, std::chrono::milliseconds patience = 2000ms) {
    scripted_server server{[&](peer& client) {
      client.read_some();
      client.write(bytes);
      while (!client.read_some().empty()) {
      }
    }};
    asio::io_context context;
    const auto over = transport::make(context.get_executor(), {});
    return run(context,
               exchange2(*over, local(server.port()), post("x"), {std::chrono::steady_clock::now() + patience, {}}));
  }
  std::string code(const std::string& bytes) { return ask(bytes).code(); }
};

TEST_F(hostile, AServerOfHttp1IsNamedAsSuch) {
  const auto got = ask("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
  EXPECT_EQ(got.code(), "MalformedResponse");
  EXPECT_THAT(got.failure->message(), HasSubstr("HTTP/2"));
}

TEST_F(hostile, AnAnswerOfFramesByHandIsRead) {
  const auto got = ask(hello + ok_head + frame(data, 0, 1, "some ") + frame(data, 1, 1, "bytes"));
  EXPECT_EQ(got.code(), "ok");
  EXPECT_EQ(got.body, "some bytes");
}

TEST_F(hostile, FramesWhereTheyMustNotBe) {
  const std::vector<std::pair<const char*, std::string>> cases{
      {"data on stream 0", frame(data, 0, 0, "x")},
      {"data of a stream that nobody opened", frame(data, 0, 7, "x")},
      {"headers on stream 0", frame(headers, 4, 0, "\x88")},
      {"headers of a stream that nobody opened", frame(headers, 4, 8, "\x88")},
      {"settings on a stream", frame(settings, 0, 1, "")},
      {"settings of a broken size", frame(settings, 0, 0, "abc")},
      {"an acknowledgement with a payload", frame(settings, 1, 0, std::string(6, '\0'))},
      {"a window that is too large", frame(settings, 0, 0, std::string{"\0\4\xff\xff\xff\xff", 6})},
      {"a ping of a broken size", frame(ping, 0, 0, "abc")},
      {"a ping on a stream", frame(ping, 0, 1, "12345678")},
      {"a reset on stream 0", frame(rst, 0, 0, number(8))},
      {"a reset of a stream that nobody opened", frame(rst, 0, 9, number(8))},
      {"a window of nothing", frame(window, 0, 0, number(0))},
      {"windows that overflow", frame(window, 0, 0, number(0x7fffffff)) + frame(window, 0, 0, number(0x7fffffff))},
      {"a goaway of a broken size", frame(goaway, 0, 0, "abc")},
      {"a continuation of nothing", frame(continuation, 4, 1, "\x88")},
      {"a block that another frame breaks", frame(headers, 0, 1, "\x88") + frame(ping, 0, 0, "12345678")},
      {"header compression that is none", frame(headers, 4, 1, "\xff\xff\xff\xff\xff")},
      {"a frame that is too large", std::string{"\xff\xff\xff\0\0\0\0\0\1", 9} + std::string(70000, 'x')},
      {"padding longer than its frame", frame(data, 8, 1, "\x7f")},
  };
  for (const auto& [what, bytes] : cases)
    for (const bool after_head : {false, true}) {
      const auto got = ask(hello + (after_head ? ok_head : std::string{}) + bytes);
      EXPECT_THAT(got.code(), AnyOf("MalformedResponse", "ConnectionReset", "TruncatedResponse"))
          << what << (after_head ? " after the head" : "") << ": " << (got.failure ? got.failure->message() : got.body);
    }
}

TEST_F(hostile, AnswersThatAreNone) {
  EXPECT_EQ(code(hello + frame(data, 1, 1, "no head")), "MalformedResponse");
  EXPECT_THAT(code(hello + frame(headers, 5, 1, "")), AnyOf("ConnectionReset", "MalformedResponse"));  // no status
  EXPECT_THAT(code(hello + frame(headers, 4, 1, "\x88\x88")), AnyOf("ConnectionReset", "MalformedResponse"));
  // content-length: 5 (static name 28), and other bytes than that
  const std::string five = frame(headers, 4, 1, std::string{"\x88\x0f\x0d\x01"} + "5");
  EXPECT_THAT(code(hello + five + frame(data, 1, 1, "abc")), AnyOf("TruncatedResponse", "MalformedResponse"));
  EXPECT_EQ(ask(hello + five + frame(data, 1, 1, "abcde")).body, "abcde");
}

TEST_F(hostile, ALongHeadIsRefused) {
  std::string block = "\x88";
  for (int i = 0; i < 50; ++i)
    block += std::string{"\x40\x03"} + "x-a" + std::string{"\x7f\xe9\x06"} + std::string(1000, 'v');
  std::string bytes = hello;
  for (std::size_t at = 0; at < block.size(); at += 16000)
    bytes += frame(at == 0 ? headers : continuation, at + 16000 >= block.size() ? 4 : 0, 1, block.substr(at, 16000));
  EXPECT_EQ(code(bytes), "HeaderTooLarge");
}

TEST_F(hostile, ContinuationsWithoutEnd) {
  std::string bytes = hello + frame(headers, 0, 1, "\x88");
  for (int i = 0; i < 20000; ++i) bytes += frame(continuation, 0, 1, "");
  EXPECT_THAT(code(bytes), AnyOf("MalformedResponse", "ConnectionReset"));
}

TEST_F(hostile, FloodsOfFramesThatCarryNothing) {
  for (const auto& one : {frame(settings, 0, 0, ""), frame(ping, 0, 0, "12345678"), frame(data, 0, 1, "")}) {
    std::string bytes = hello + ok_head;
    for (int i = 0; i < 20000; ++i) bytes += one;
    const auto got = ask(bytes);
    EXPECT_THAT(got.code(), AnyOf("MalformedResponse", "ConnectionReset", "TruncatedResponse"));
  }
}

TEST_F(hostile, WindowsOfNothingStallWithinTheLimit) {
  const std::string no_window = frame(settings, 0, 0, std::string{"\0\4\0\0\0\0", 6});
  scripted_server server{[&](peer& client) {
    client.write(no_window);
    while (!client.read_some().empty()) {
    }
  }};
  asio::io_context context;
  const auto over = transport::make(context.get_executor(), {});
  const auto got =
      run(context, exchange2(*over, local(server.port()), post(std::string(100000, 'x')), {steady_time::max(), 100ms}));
  EXPECT_EQ(got.code(), "IdleTimeout");
}

TEST_F(hostile, CutAfterEachByteItNeverEndsWell) {
  const std::string whole = hello + ok_head + frame(data, 0, 1, "some ") + frame(data, 1, 1, "bytes");
  for (std::size_t size = 0; size < whole.size(); ++size) {
    scripted_server server{[&](peer& client) {
      client.read_some();
      client.write(whole.substr(0, size));
    }};
    asio::io_context context;
    const auto over = transport::make(context.get_executor(), {});
    const auto got = run(context, exchange2(*over, local(server.port()), post("x")));
    EXPECT_TRUE(got.failure) << size;
    EXPECT_THAT(got.code(), AnyOf("ConnectionClosed", "ConnectionReset", "TruncatedResponse")) << size;
  }
}

TEST_F(hostile, ManySettingsDoNotCutOffAnAnswer) {
  std::string bytes = hello + ok_head;
  for (int i = 0; i < 100; ++i) bytes += frame(settings, 0, 0, std::string{"\0\4\0\1\0\0", 6});
  EXPECT_EQ(ask(bytes + frame(data, 1, 1, "x")).body, "x");
}

}  // namespace
}  // namespace aloft::http
