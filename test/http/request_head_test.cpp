#include "http/request_head.hpp"

#include <gtest/gtest.h>

namespace aloft::http {
namespace {

http_request get() {
  http_request request;
  request.host = "s3.eu-west-1.amazonaws.com";
  request.path = "/bucket/key";
  return request;
}

std::string composed(const http_request& request, body_framing body = {0}, const proxy_fields& proxy = {}) {
  std::string out = "left over";
  const auto done = compose_head(request, body, proxy, out);
  return done ? out : done.error().code() + ": " + done.error().message();
}

TEST(request_head, has_host_and_no_length_without_a_body) {
  EXPECT_EQ(composed(get()),
            "GET /bucket/key HTTP/1.1\r\nAccept-Encoding: identity\r\nHost: s3.eu-west-1.amazonaws.com\r\n\r\n");
}

TEST(request_head, states_a_length_of_zero_where_a_body_is_usual) {
  auto request = get();
  request.method = "PUT";
  EXPECT_EQ(composed(request),
            "PUT /bucket/key HTTP/1.1\r\nAccept-Encoding: identity\r\nHost: s3.eu-west-1.amazonaws.com\r\n"
            "Content-Length: 0\r\n\r\n");
}

TEST(request_head, frames_by_what_is_sent_whatever_the_fields_say) {
  auto request = get();
  request.headers.add("content-length", "99");
  request.headers.add("Transfer-Encoding", "gzip");
  request.headers.add("host", "signed.example");
  request.headers.add("accept-encoding", "gzip");
  EXPECT_EQ(composed(request, {5}),
            "GET /bucket/key HTTP/1.1\r\nhost: signed.example\r\naccept-encoding: gzip\r\nContent-Length: 5\r\n\r\n");
  EXPECT_EQ(composed(request, {}),
            "GET /bucket/key HTTP/1.1\r\nhost: signed.example\r\naccept-encoding: gzip\r\nTransfer-Encoding: "
            "chunked\r\n\r\n");
}

TEST(request_head, names_a_port_that_is_not_the_schemes_own) {
  auto request = get();
  request.host = "[::1]";
  request.port = 8000;
  request.scheme = "http";
  EXPECT_EQ(composed(request), "GET /bucket/key HTTP/1.1\r\nAccept-Encoding: identity\r\nHost: [::1]:8000\r\n\r\n");
  EXPECT_EQ(composed(request, {0}, {true, "Basic eDp5"}),
            "GET http://[::1]:8000/bucket/key HTTP/1.1\r\nAccept-Encoding: identity\r\nHost: "
            "[::1]:8000\r\nProxy-Authorization: Basic eDp5\r\n\r\n");
}

TEST(request_head, refuses_what_would_end_a_line_early) {
  constexpr std::string_view line_ends[] = {"a\r\nb", "a\nb", "a\rb", {"a\0b", 3}, "a\x7f", "12345678\n2345678"};
  for (const std::string_view bad : line_ends) {
    auto request = get();
    request.headers.add("X-Test", bad);
    EXPECT_EQ(composed(request).substr(0, 15), "InvalidRequest:") << bad;
    request = get();
    request.headers.add(bad, "x");
    EXPECT_EQ(composed(request).substr(0, 15), "InvalidRequest:") << bad;
    request = get();
    request.path = "/" + std::string{bad};
    EXPECT_EQ(composed(request).substr(0, 15), "InvalidRequest:") << bad;
    request = get();
    request.query = bad;
    EXPECT_EQ(composed(request).substr(0, 15), "InvalidRequest:") << bad;
    request = get();
    request.host = bad;
    EXPECT_EQ(composed(request).substr(0, 15), "InvalidRequest:") << bad;
    request = get();
    request.method = bad;
    EXPECT_EQ(composed(request).substr(0, 15), "InvalidRequest:") << bad;
  }
  auto request = get();
  request.path = "/a b";
  EXPECT_EQ(composed(request).substr(0, 15), "InvalidRequest:");
}

TEST(request_head, lets_tabs_and_utf8_through) {
  auto request = get();
  request.headers.add("X-Test", "caf\xc3\xa9\tnoir, twice as long as a word");
  EXPECT_NE(composed(request).find("caf\xc3\xa9\tnoir"), std::string::npos);
}

}  // namespace
}  // namespace aloft::http
