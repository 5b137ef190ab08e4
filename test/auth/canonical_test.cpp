#include "auth/canonical.hpp"

#include <gtest/gtest.h>

namespace aloft::auth {
namespace {

std::string path(std::string_view text, path_rules rules = {}) {
  std::string to;
  append_canonical_path(to, text, rules);
  return to;
}

std::string query(std::string_view text) {
  std::string to;
  append_canonical_query(to, text);
  return to;
}

std::string value(std::string_view text) {
  std::string to;
  append_canonical_value(to, text);
  return to;
}

TEST(canonical_path, is_normalized) {
  for (const auto* root : {"", "/", "//", "/.", "/..", "/a/..", "/a/b/../..", "/../..", "/./"})
    EXPECT_EQ(path(root), "/") << root;
  EXPECT_EQ(path("//a//b/"), "/a/b/");
  EXPECT_EQ(path("/./a"), "/a");
  EXPECT_EQ(path("/a/./b/../c"), "/a/c");
  EXPECT_EQ(path("/a/."), "/a");
  EXPECT_EQ(path("/.a/..b/c."), "/.a/..b/c.");
}

TEST(canonical_path, is_encoded_once_more_or_spelled_in_one_way) {
  EXPECT_EQ(path("/a%20b/:"), "/a%2520b/%3A");
  constexpr path_rules s3{.normalize = false, .double_encode = false};
  EXPECT_EQ(path("/a%20b//./c", s3), "/a%20b//./c");
  EXPECT_EQ(path("/a b:%7e%2f", s3), "/a%20b%3A~%2F");
}

TEST(canonical_query, is_decoded_encoded_and_sorted) {
  EXPECT_EQ(query(""), "");
  EXPECT_EQ(query("b=2&a=1"), "a=1&b=2");
  EXPECT_EQ(query("Param-3=3&Param=2&Param=1"), "Param=1&Param=2&Param-3=3");
  EXPECT_EQ(query("acl"), "acl=");
  EXPECT_EQ(query("&&acl&"), "acl=");
  EXPECT_EQ(query("a=b=c&x=%7e%c3%a9 /"), "a=b%3Dc&x=~%C3%A9%20%2F");
  EXPECT_EQ(query("X-Amz-Signature=0&a="), "a=");
}

TEST(canonical_value, is_trimmed_and_its_spaces_are_one) {
  EXPECT_EQ(value("  a   b  "), "a b");
  EXPECT_EQ(value("\"a   b\""), "\"a b\"");
  EXPECT_EQ(value("a \t b"), "a b");
  EXPECT_EQ(value("   "), "");
}

http_request sample() {
  http_request request;
  request.host = "example.com";
  request.headers.add("Zeta", "1");
  request.headers.add("alpha", "2");
  request.headers.add("User-Agent", "x");
  request.headers.add("ALPHA", "3");
  return request;
}

TEST(canonicalizer, chooses_what_does_not_change_on_the_way) {
  canonicalizer work;
  const http_request request = sample();
  work.choose_headers(request, {});
  EXPECT_EQ(work.signed_headers(), "alpha;host;zeta");
  EXPECT_EQ(work.build(request, {}, "HASH"), "GET\n/\n\nalpha:2,3\nhost:example.com\nzeta:1\n\nalpha;host;zeta\nHASH");
  const std::string leave_out[] = {"ZETA"};
  work.choose_headers(request, leave_out);
  EXPECT_EQ(work.signed_headers(), "alpha;host");
}

TEST(canonicalizer, chooses_what_a_received_list_names) {
  canonicalizer work;
  const http_request request = sample();
  EXPECT_TRUE(work.choose_listed_headers(request, "host;user-agent"));
  EXPECT_EQ(work.signed_headers(), "host;user-agent");
  EXPECT_TRUE(work.choose_listed_headers(request, "zeta;host;alpha"));
  EXPECT_EQ(work.signed_headers(), "alpha;host;zeta");
  for (const auto* list : {"", "host;", ";host", "host;absent", "host;host", "alpha;ALPHA"})
    EXPECT_FALSE(work.choose_listed_headers(request, list)) << list;
}

TEST(canonicalizer, signs_the_port_when_it_is_not_the_schemes) {
  canonicalizer work;
  http_request request;
  request.scheme = "http";
  request.host = "localhost";
  request.port = 4566;
  work.choose_headers(request, {});
  EXPECT_EQ(work.build(request, {}, "-"), "GET\n/\n\nhost:localhost:4566\n\nhost\n-");
}

}  // namespace
}  // namespace aloft::auth
