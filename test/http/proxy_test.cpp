#include "http/proxy.hpp"

#include <gtest/gtest.h>

namespace aloft::http {
namespace {

proxy_settings settings(std::string_view http, std::string_view https, std::string_view except = "") {
  return proxy_settings::parse(http, https, except).value();
}

TEST(proxy_settings, choose_by_the_scheme_of_the_request) {
  const auto both = settings("http://plain:3128", "http://secure:3129");
  EXPECT_EQ(both.choose({"http", "a", 80})->at, (origin{"http", "plain", 3128}));
  EXPECT_EQ(both.choose({"https", "a", 443})->at, (origin{"http", "secure", 3129}));
  EXPECT_EQ(settings("", "http://p").choose({"http", "a", 80}), nullptr);
}

TEST(proxy_settings, read_urls_as_botocore_does) {
  const origin to{"http", "a", 80};
  EXPECT_EQ(settings("proxy.test:8080", "").choose(to)->at, (origin{"http", "proxy.test", 8080}));
  EXPECT_EQ(settings("//proxy.test", "").choose(to)->at, (origin{"http", "proxy.test", 80}));
  EXPECT_EQ(settings("https://Proxy.test/", "").choose(to)->at, (origin{"https", "proxy.test", 443}));
  EXPECT_EQ(settings("http://[::1]:3128", "").choose(to)->at, (origin{"http", "::1", 3128}));
  const auto named = settings("http://user:p%40ss@proxy.test:1", "");
  EXPECT_EQ(named.choose(to)->authorization, "Basic dXNlcjpwQHNz");
  EXPECT_EQ(settings("http://user@proxy.test:1", "").choose(to)->authorization, "Basic dXNlcjo=");
}

TEST(proxy_settings, leave_out_what_no_proxy_names) {
  const auto some = settings("p:1", "p:1", "internal.test, .dotted.test,exact.host:8000,169.254.169.254,[::1]");
  const auto direct = [&](std::string host, std::uint16_t port = 80) {
    return some.choose({"http", std::move(host), port}) == nullptr;
  };
  EXPECT_TRUE(direct("internal.test"));
  EXPECT_TRUE(direct("a.internal.test"));
  EXPECT_FALSE(direct("notinternal.test"));
  EXPECT_TRUE(direct("a.dotted.test"));
  EXPECT_TRUE(direct("dotted.test"));
  EXPECT_TRUE(direct("exact.host", 8000));
  EXPECT_FALSE(direct("exact.host", 80));
  EXPECT_TRUE(direct("169.254.169.254"));
  EXPECT_TRUE(direct("::1", 9000));
  EXPECT_FALSE(direct("amazonaws.com"));
  EXPECT_EQ(settings("p:1", "", "*").choose({"http", "a", 80}), nullptr);
}

TEST(proxy_settings, refuse_what_is_no_proxy_without_showing_it) {
  for (const char* bad :
       {"socks5://user:secret@p:1", "http://user:secret@:1", "http://user:secret@p:0", "http://user:secret@p:x",
        "http://user:secret@p:70000", "http://user:secret@[::1", "http://user:secret@a b"}) {
    const auto made = proxy_settings::parse("", bad, "");
    ASSERT_FALSE(made) << bad;
    EXPECT_EQ(made.error().code(), "InvalidProxy");
    EXPECT_EQ(made.error().kind(), error_kind::config);
    EXPECT_EQ(made.error().message().find("secret"), std::string::npos) << made.error().message();
    EXPECT_NE(made.error().message().find("HTTPS_PROXY"), std::string::npos);
  }
}

}  // namespace
}  // namespace aloft::http
