#include "auth/mismatch.hpp"

#include "auth/fixtures.hpp"

#include <gtest/gtest.h>

namespace aloft::auth {
namespace {

http_request signed_request() {
  auto request = test::example_request();
  request.method = "POST";
  request.body = "Action=ListUsers";
  signing_key_cache cache;
  EXPECT_TRUE(sign(request, test::example_keys(), test::example_options(), cache));
  return request;
}

std::string answer_with(std::string_view canonical) {
  return "The request signature we calculated does not match the signature you provided.\n\nThe Canonical String for "
         "this "
         "request should have been\n'" +
         std::string{canonical} + "'\n\nThe String-to-Sign should have been\n'AWS4-HMAC-SHA256\n…'\n";
}

TEST(mismatch, names_the_first_line_that_differs) {
  const http_request request = signed_request();
  const auto stages = explain_signature(request, test::example_keys(), test::example_options());
  std::string theirs = stages->canonical_request;
  EXPECT_NE(explain_mismatch(request, {}, answer_with(theirs)).find("the same on both sides"), std::string::npos);
  theirs.replace(theirs.find("example.amazonaws.com"), 21, "proxy.internal");
  EXPECT_EQ(explain_mismatch(request, {}, answer_with(theirs)),
            "line 4 of the canonical request is \"host:example.amazonaws.com\" here and \"host:proxy.internal\" on the "
            "server");
}

TEST(mismatch, reads_the_xml_of_s3) {
  EXPECT_EQ(canonical_request_in("<Error><CanonicalRequest>GET\n/a\nb=1&amp;c=&lt;\n</CanonicalRequest></Error>"),
            "GET\n/a\nb=1&c=<\n");
  EXPECT_EQ(first_difference("GET\n/a", "GET\n/b"),
            "line 2 of the canonical request is \"/a\" here and \"/b\" on the server");
}

TEST(mismatch, shows_no_session_token) {
  EXPECT_EQ(first_difference("x-amz-security-token:secret", "x-amz-security-token:other").find("secret"),
            std::string::npos);
  EXPECT_EQ(first_difference("X-Amz-Date=1&X-Amz-Security-Token=secret", "a").find("secret"), std::string::npos);
}

TEST(mismatch, says_nothing_without_a_canonical_request_or_a_signature) {
  EXPECT_EQ(explain_mismatch(signed_request(), {}, "denied"), "");
  EXPECT_EQ(explain_mismatch(signed_request(), {}, "<CanonicalRequest>cut"), "");
  EXPECT_EQ(explain_mismatch(test::example_request(), {}, answer_with("GET")), "");
}

}  // namespace
}  // namespace aloft::auth
