// Nothing that could split a header or a request line is signed, and keys that cannot be right are named, not shown.

#include "auth/fixtures.hpp"

#include <gtest/gtest.h>

#include <functional>

namespace aloft {
namespace {

using namespace std::chrono_literals;

struct call {
  http_request request = test::example_request();
  credentials identity = test::example_keys();
  signing_options options = test::example_options();
};

// Signs after `spoil` has edited the call; gives the error, and checks that the request was left alone.
error refusal(const std::function<void(call&)>& spoil) {
  call with;
  spoil(with);
  const std::size_t headers = with.request.headers.size();
  signing_key_cache cache;
  const auto made = sign(with.request, with.identity, with.options, cache);
  const auto presigned = presign(with.request, with.identity, with.options, 60s, cache);
  EXPECT_FALSE(made);
  EXPECT_FALSE(presigned);
  EXPECT_EQ(with.request.headers.size(), headers);
  return made ? error{} : made.error();
}

TEST(sign_refuses, requests_that_would_split) {
  const std::function<void(call&)> spoilers[] = {
      [](call& c) { c.request.method = "GET / HTTP/1.1\r\nX:"; },
      [](call& c) { c.request.method = ""; },
      [](call& c) { c.request.path = "/a\r\nX: y"; },
      [](call& c) {
        c.request.path = std::string{"/a\0b", 4};
      },
      [](call& c) { c.request.path = "a"; },
      [](call& c) { c.request.query = "a=b\nc"; },
      [](call& c) { c.request.host = ""; },
      [](call& c) { c.request.host = "a\r\nb"; },
      [](call& c) { c.request.host = "a/b"; },
      [](call& c) { c.request.headers.add("X-A", "b\r\nX-C: d"); },
      [](call& c) { c.request.headers.add("X-A", "b\nd"); },
      [](call& c) {
        c.request.headers.add("X-A", std::string{"b\0", 2});
      },
      [](call& c) { c.request.headers.add("X-A\r\nX-B", "c"); },
      [](call& c) { c.request.headers.add("X A", "c"); },
      [](call& c) { c.request.headers.add("X-A:", "c"); },
      [](call& c) { c.request.headers.add("", "c"); },
  };
  for (const auto& spoil : spoilers) {
    const error fault = refusal(spoil);
    EXPECT_EQ(fault.kind(), error_kind::usage);
    EXPECT_EQ(fault.code(), "InvalidRequest") << fault.what();
  }
}

TEST(sign_refuses, keys_that_cannot_be_right_without_showing_them) {
  const std::function<void(call&)> spoilers[] = {
      [](call& c) { c.identity.access_key_id = ""; },
      [](call& c) { c.identity.secret_access_key = ""; },
      [](call& c) { c.identity.access_key_id += '\n'; },
      [](call& c) { c.identity.access_key_id += "/x"; },
      [](call& c) { c.identity.secret_access_key += "\r\n"; },
      [](call& c) { c.identity.secret_access_key += ' '; },
      [](call& c) { c.identity.session_token = "tok\nen"; },
      [](call& c) { c.identity.session_token = std::string{"tok\x7f"}; },
  };
  for (const auto& spoil : spoilers) {
    const error fault = refusal(spoil);
    EXPECT_EQ(fault.kind(), error_kind::credentials);
    EXPECT_EQ(fault.code(), "InvalidCredentials");
    EXPECT_EQ(std::string{fault.what()}.find("wJalr"), std::string::npos);
    EXPECT_EQ(std::string{fault.what()}.find("tok\n"), std::string::npos);
  }
  EXPECT_NE(refusal([](call& c) {
              c.identity.provider = "env";
              c.identity.secret_access_key += '\n';
            })
                .message()
                .find("line break (from env)"),
            std::string::npos);
}

TEST(sign_refuses, options_that_no_server_accepts) {
  const std::function<void(call&)> spoilers[] = {
      [](call& c) { c.options.region = ""; },         [](call& c) { c.options.service = ""; },
      [](call& c) { c.options.region = "us/east"; },  [](call& c) { c.options.region = "us east"; },
      [](call& c) { c.options.service = "s3\r\nX"; }, [](call& c) { c.options.payload_hash = "a\nb"; },
      [](call& c) { c.options.region = "a,b"; },
  };
  for (const auto& spoil : spoilers) {
    const error fault = refusal(spoil);
    EXPECT_EQ(fault.kind(), error_kind::usage);
    EXPECT_EQ(fault.code(), "InvalidSigningOption");
  }
}

TEST(presign_refuses, lifetimes_beyond_a_week_or_below_a_second) {
  signing_key_cache cache;
  for (const auto lifetime : {0s, -1s, 604801s, 691200s}) {
    call with;
    const auto made = presign(with.request, with.identity, with.options, lifetime, cache);
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code(), "InvalidSigningOption");
    EXPECT_TRUE(with.request.query.empty());
  }
  call with;
  EXPECT_TRUE(presign(with.request, with.identity, with.options, 604800s, cache));
}

}  // namespace
}  // namespace aloft
