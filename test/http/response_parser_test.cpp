#include "http/response_parser.hpp"

#include <gtest/gtest.h>

#include <string>

namespace aloft::http {
namespace {

struct parsed {
  response_head head;
  std::string body;
  std::string left;
  bool done = false;
  bool reusable = false;
  boost::system::error_code failure;
};

/// Feeds `text` in pieces of `at_once`, keeping what was not taken, as a connection does.
parsed parse(std::string_view text, std::size_t at_once = 100000, bool no_body = false, bool closed = false) {
  response_parser parser{1024, no_body};
  parsed all;
  std::string held;
  while (!text.empty() && !all.failure && !parser.done()) {
    held.append(text.substr(0, at_once));
    text.remove_prefix(std::min(at_once, text.size()));
    for (;;) {
      const std::size_t taken = parser.feed(held, all.failure);
      all.body.append(parser.piece);
      held.erase(0, taken);
      if (taken == 0 || all.failure || parser.done()) break;
    }
  }
  all.done = parser.done() || (closed && parser.feed_end());
  all.head = parser.head;
  all.left = held + std::string{text};
  all.reusable = !all.failure && all.done && parser.reusable();
  return all;
}

constexpr std::string_view plain = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nA: b\r\n\r\nhello";
constexpr std::string_view chunked =
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\nX-Sum: 1\r\n\r\n";

TEST(response_parser, gives_the_same_at_every_split) {
  for (const std::string_view text : {plain, chunked})
    for (std::size_t at_once = 1; at_once <= text.size(); ++at_once) {
      const auto got = parse(text, at_once);
      EXPECT_FALSE(got.failure) << got.failure.message() << " in pieces of " << at_once;
      EXPECT_TRUE(got.done);
      EXPECT_TRUE(got.reusable);
      EXPECT_EQ(got.head.status, 200);
      EXPECT_EQ(got.body, "hello");
      EXPECT_FALSE(got.head.headers.contains("X-Sum")) << "a trailer is no header";
    }
}

TEST(response_parser, leaves_what_follows) { EXPECT_EQ(parse(std::string{plain} + "HTTP/1.1 4").left, "HTTP/1.1 4"); }

TEST(response_parser, knows_answers_without_a_body) {
  EXPECT_TRUE(parse("HTTP/1.1 204 No Content\r\n\r\n").reusable);
  EXPECT_TRUE(parse("HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n").reusable);
  EXPECT_TRUE(parse("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", 100, true).reusable);
  EXPECT_TRUE(parse("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").reusable);
}

TEST(response_parser, reads_until_the_end_of_the_connection) {
  const auto got = parse("HTTP/1.1 200 OK\r\n\r\nhello", 7, false, true);
  EXPECT_TRUE(got.done);
  EXPECT_EQ(got.body, "hello");
  EXPECT_FALSE(got.reusable);
  EXPECT_FALSE(parse(plain.substr(0, plain.size() - 1), 7, false, true).done);
  EXPECT_FALSE(parse(chunked.substr(0, chunked.size() - 1), 7, false, true).done);
  EXPECT_FALSE(parse("HTTP/1.1 200 OK\r\nA: b\r\n", 7, false, true).done);
}

TEST(response_parser, honours_close) {
  EXPECT_FALSE(parse("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n").reusable);
  EXPECT_FALSE(parse("HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n").reusable);
}

TEST(response_parser, refuses_what_is_no_answer) {
  for (const std::string_view bad :
       {"SSH-2.0-OpenSSH\r\n", "HTTP/2.0 200 OK\r\n\r\n", "HTTP/1.1 20 OK\r\n\r\n", "\r\n\r\n", "<html></html>\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        "HTTP/1.1 200 OK\r\nno colon\r\n\r\n", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\nhello",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhelxx2\r\nlo\r\n0\r\n\r\n"}) {
    EXPECT_TRUE(parse(bad).failure) << bad;
    EXPECT_TRUE(parse(bad, 1).failure) << bad;
  }
}

TEST(response_parser, takes_a_status_line_without_a_reason_phrase) {
  const std::string answer = "HTTP/1.1 404\r\nContent-Length: 5\r\nA: b\r\n\r\nhello";
  for (std::size_t at_once = 1; at_once <= answer.size(); ++at_once) {
    const auto got = parse(answer, at_once);
    EXPECT_FALSE(got.failure) << at_once;
    EXPECT_EQ(got.head.status, 404);
    EXPECT_EQ(got.head.headers.find("a"), "b");
    EXPECT_EQ(got.body, "hello");
    EXPECT_TRUE(got.reusable);
  }
  EXPECT_TRUE(parse("HTTP/1.1 204\r\n\r\n").reusable);
  for (const std::string_view bad : {"HTTP/1.1 20\r\n\r\n", "HTTP/1.1 2000\r\n\r\n", "HTTP/1.1404\r\n\r\n"})
    EXPECT_TRUE(parse(bad).failure) << bad;
}

TEST(response_parser, takes_blanks_behind_the_size_of_a_chunk) {
  const std::string head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
  for (const std::string& body :
       {std::string{"5  \r\nhello\r\n6\t\r\n world\r\n0   \r\n\r\n"},
        std::string{"00005      \r\nhello\r\n6 ;a=b\r\n world\r\n0 \r\nA: b\r\nC: d\r\n\r\n"}})
    for (std::size_t at_once = 1; at_once <= body.size(); ++at_once) {
      const auto got = parse(head + body, at_once);
      EXPECT_FALSE(got.failure) << body << " in pieces of " << at_once << ": " << got.failure.message();
      EXPECT_TRUE(got.done) << body << " in pieces of " << at_once;
      EXPECT_EQ(got.body, "hello world");
      EXPECT_TRUE(got.reusable);
    }
  for (const std::string_view bad :
       {" \r\nhello\r\n0\r\n\r\n", "5 x\r\nhello\r\n0\r\n\r\n", "5  5\r\nhello\r\n0\r\n\r\n"})
    EXPECT_TRUE(parse(head + std::string{bad}).failure) << bad;
}

TEST(response_parser, limits_the_head) {
  for (const std::size_t at_once : {1U, 100U, 10000U}) {
    const auto long_line = parse("HTTP/1.1 200 OK\r\nA: " + std::string(5000, 'x') + "\r\n\r\n", at_once);
    EXPECT_TRUE(response_parser::too_large(long_line.failure)) << long_line.failure.message();
    std::string many = "HTTP/1.1 200 OK\r\n";
    for (int i = 0; i < 500; ++i) many += "Name: value\r\n";
    EXPECT_TRUE(response_parser::too_large(parse(many + "\r\n", at_once).failure));
  }
}

}  // namespace
}  // namespace aloft::http
