#include "runtime/endpoint_resolver.hpp"

#include <gmock/gmock.h>

namespace aloft::runtime {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

endpoint parse(const char* url) { return parse_endpoint_url(url, "AWS_ENDPOINT_URL").value(); }

TEST(endpoint_url, parts) {
  const auto plain = parse("http://LocalHost:4566");
  EXPECT_EQ(plain.origin, (http::origin{"http", "localhost", 4566}));
  EXPECT_EQ(plain.base_path, "");
  EXPECT_FALSE(plain.takes_host_prefix);
  EXPECT_EQ(plain.url(), "http://localhost:4566");

  const auto with_path = parse("https://api.example.com/base/path//");
  EXPECT_EQ(with_path.origin, (http::origin{"https", "api.example.com", 443}));
  EXPECT_EQ(with_path.base_path, "/base/path");
  EXPECT_TRUE(with_path.takes_host_prefix);
  EXPECT_EQ(with_path.url(), "https://api.example.com");
}

TEST(endpoint_url, addresses) {
  EXPECT_FALSE(parse("http://127.0.0.1:1").takes_host_prefix);
  const auto six = parse("http://[::1]:8080/");
  EXPECT_EQ(six.origin, (http::origin{"http", "::1", 8080}));
  EXPECT_EQ(six.host, "[::1]");
  EXPECT_EQ(six.url(), "http://[::1]:8080");
}

TEST(endpoint_url, what_is_wrong_is_named_with_its_source) {
  for (const char* bad :
       {"localhost:80", "ftp://x", "http://", "http:///path", "http://a b", "http://x:0", "http://x:65536",
        "http://x:y", "http://x?query", "http://x/#fragment", "http://[::1", "http://[zz]", "http://x/a b"}) {
    const auto parsed = parse_endpoint_url(bad, "AWS_ENDPOINT_URL");
    ASSERT_FALSE(parsed) << bad;
    EXPECT_EQ(parsed.error().code(), "InvalidEndpointUrl");
    EXPECT_THAT(parsed.error().message(), AllOf(HasSubstr("AWS_ENDPOINT_URL"), HasSubstr("expected scheme://")));
  }
  EXPECT_THAT(parse_endpoint_url("http://user:secret@x", "code").error().what(), Not(HasSubstr("secret")));
}

}  // namespace
}  // namespace aloft::runtime
