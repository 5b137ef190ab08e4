#include "local/request_parser.hpp"

#include <gtest/gtest.h>

namespace aloft::local {
namespace {

constexpr std::string_view plain =
    "POST /path?a=1&b=%20 HTTP/1.1\r\nHost: 127.0.0.1:80\r\nX-One:  two \r\nContent-Length: 5\r\n\r\nhello";
constexpr std::string_view chunked =
    "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\n\r\n";

/// Feeds in pieces of `size` as a connection does; gives what was left over.
std::string feed(request_parser& parser, std::string_view bytes, std::size_t size) {
  std::string held;
  while (!bytes.empty() && !parser.done() && parser.refusal() == 0) {
    held += bytes.substr(0, size);
    bytes.remove_prefix(std::min(size, bytes.size()));
    held.erase(0, parser.feed(held));
  }
  return held + std::string{bytes};
}

TEST(request_parser, takes_pieces_of_any_size) {
  for (const auto text : {plain, chunked}) {
    for (std::size_t size = 1; size <= text.size(); ++size) {
      request_parser parser{{}};
      EXPECT_EQ(feed(parser, text, size), "") << size;
      ASSERT_TRUE(parser.done()) << size << ' ' << parser.reason();
      EXPECT_TRUE(parser.keep_alive());
      EXPECT_EQ(parser.take().body, "hello") << size;
    }
  }
}

TEST(request_parser, takes_an_empty_chunked_body_bytewise) {
  request_parser parser{{}};
  feed(parser, "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 1);
  ASSERT_TRUE(parser.done());
  EXPECT_EQ(parser.take().body, "");
}

TEST(request_parser, keeps_the_bytes_that_were_signed) {
  request_parser parser{{}};
  feed(parser, plain, 1000);
  const auto request = parser.take();
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.path, "/path");
  EXPECT_EQ(request.query, "a=1&b=%20");
  EXPECT_EQ(request.authority(), "127.0.0.1:80");
  EXPECT_EQ(request.headers.find("x-one"), "two");
}

TEST(request_parser, leaves_the_next_request) {
  request_parser parser{{}};
  EXPECT_EQ(feed(parser, std::string{plain} + "GET /", 1000), "GET /");
  EXPECT_TRUE(parser.done());
}

TEST(request_parser, knows_when_the_connection_ends) {
  for (const auto* text : {"GET / HTTP/1.0\r\n\r\n", "GET / HTTP/1.1\r\nConnection: close\r\n\r\n"}) {
    request_parser parser{{}};
    feed(parser, text, 1000);
    EXPECT_TRUE(parser.done());
    EXPECT_FALSE(parser.keep_alive());
  }
}

TEST(request_parser, asks_to_go_on_once) {
  request_parser parser{{}};
  feed(parser, "PUT / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n", 1000);
  EXPECT_TRUE(parser.wants_continue());
  EXPECT_FALSE(parser.wants_continue());
}

TEST(request_parser, refuses) {
  const auto status = [](std::string_view text, request_limits limits = {}) {
    request_parser parser{limits};
    feed(parser, text, 7);
    return parser.refusal();
  };
  EXPECT_EQ(status("nonsense\r\n\r\n"), 400);
  EXPECT_EQ(status("GET / HTTP/2.0\r\n\r\n"), 505);
  EXPECT_EQ(status("GET / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n"), 400);
  EXPECT_EQ(status("GET / HTTP/1.1\r\nContent-Length: x\r\n\r\n"), 400);
  EXPECT_EQ(status("GET / HTTP/1.1\r\nBad Name: x\r\n\r\n"), 400);
  EXPECT_EQ(status("POST / HTTP/1.1\r\nContent-Length: 11\r\n\r\n", {1000, 10}), 413);
  EXPECT_EQ(status("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nb\r\nhello world\r\n0\r\n\r\n", {1000, 10}),
            413);
  EXPECT_EQ(status("GET / HTTP/1.1\r\nX: " + std::string(2000, 'x') + "\r\n\r\n", {1000, 10}), 431);
}

}  // namespace
}  // namespace aloft::local
