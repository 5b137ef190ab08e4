#include "auth/verify.hpp"

#include "auth/fixtures.hpp"

#include <gtest/gtest.h>

namespace aloft::auth {
namespace {

using namespace std::chrono_literals;

class verify_test : public testing::TestWithParam<signing_algorithm> {
 protected:
  verify_test() {
    options.algorithm = GetParam();
    request.method = "POST";
    request.path = "/a b/%7E";
    request.query = "b=2&a=%20";
    request.headers.add("X-Amz-Target", "a  b");
    request.body = "body";
  }

  // "" or the code of the refusal.
  std::string outcome(std::chrono::seconds later = 0s,
                      std::string_view secret = test::example_keys().secret_access_key) {
    const auto claim = read_signature(request);
    if (!claim) return claim.error().code();
    verify_options with;
    with.now = test::example_time + later;
    const auto agreed = verify(request, *claim, secret, with, cache);
    return agreed ? "" : agreed.error().code();
  }

  void sign_it() { ASSERT_TRUE(sign(request, test::example_keys(), options, cache)); }
  void presign_it() { ASSERT_TRUE(presign(request, test::example_keys(), options, 1h, cache)); }

  signing_key_cache cache;
  signing_options options = test::example_options();
  http_request request = test::example_request();
};

TEST_P(verify_test, agrees_with_the_signer_by_header) {
  sign_it();
  EXPECT_EQ(outcome(), "");
  EXPECT_EQ(outcome(5min), "");
  EXPECT_EQ(outcome(-5min), "");
  EXPECT_EQ(outcome(301s), "RequestExpired");
  EXPECT_EQ(outcome(-301s), "RequestTimeTooSkewed");
  EXPECT_EQ(outcome(0s, "other"), "SignatureDoesNotMatch");
}

TEST_P(verify_test, agrees_with_the_signer_by_query) {
  presign_it();
  EXPECT_EQ(outcome(), "");
  EXPECT_EQ(outcome(1h), "");
  EXPECT_EQ(outcome(1h + 1s), "RequestExpired");
  EXPECT_EQ(outcome(0s, "other"), "SignatureDoesNotMatch");
}

TEST_P(verify_test, sees_every_change) {
  const auto changed = [this](auto change) {
    const http_request before = request;
    sign_it();
    change();
    const std::string by_header = outcome();
    request = before;
    presign_it();
    change();
    const std::string by_query = outcome();
    request = before;
    return by_header == by_query ? by_header : by_header + " / " + by_query;
  };
  EXPECT_EQ(changed([this] { request.method = "PUT"; }), "SignatureDoesNotMatch");
  EXPECT_EQ(changed([this] { request.path = "/a b/x"; }), "SignatureDoesNotMatch");
  EXPECT_EQ(changed([this] { request.query += "&c=3"; }), "SignatureDoesNotMatch");
  EXPECT_EQ(changed([this] { request.host = "other"; }), "SignatureDoesNotMatch");
  EXPECT_EQ(changed([this] { request.headers.set("x-amz-target", "c"); }), "SignatureDoesNotMatch");
  EXPECT_EQ(changed([this] { request.headers.erase("x-amz-target"); }), "IncompleteSignature");
  EXPECT_EQ(changed([this] { request.body = "Body"; }), "SignatureDoesNotMatch");
}

TEST_P(verify_test, sees_an_altered_body_by_its_header) {
  options.content_sha256_header = true;
  sign_it();
  EXPECT_EQ(outcome(), "");
  request.body = "Body";
  EXPECT_EQ(outcome(), "XAmzContentSHA256Mismatch");
}

TEST_P(verify_test, names_what_is_incomplete) {
  EXPECT_EQ(outcome(), "MissingAuthenticationToken");
  sign_it();
  const std::string whole{*request.headers.find("authorization")};
  for (std::size_t size = 0; size < whole.size(); ++size) {
    request.headers.set("Authorization", whole.substr(0, size));
    EXPECT_NE(outcome(), "") << size;
  }
  request.headers.set("Authorization", "Basic abc");
  EXPECT_EQ(outcome(), "UnsupportedSignature");
  request.headers.set("Authorization", whole);
  request.headers.set("X-Amz-Date", "20150831T000000Z");  // not the scope's day
  EXPECT_EQ(outcome(), "SignatureDoesNotMatch");
}

INSTANTIATE_TEST_SUITE_P(both, verify_test, testing::Values(signing_algorithm::sigv4, signing_algorithm::sigv4a));

}  // namespace
}  // namespace aloft::auth
