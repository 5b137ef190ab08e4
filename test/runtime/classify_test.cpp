#include "runtime/classify.hpp"

#include <gtest/gtest.h>

namespace aloft::runtime {
namespace {

using namespace std::chrono_literals;

failure_class of(error_kind kind, const std::string& code, int status = 0, bool retryable = false,
                 bool throttling = false) {
  error_info info;
  info.kind = kind;
  info.code = code;
  info.http_status = status;
  info.retryable = retryable;
  info.throttling = throttling;
  return classify(error{info});
}

TEST(classification, by_code) {
  EXPECT_EQ(of(error_kind::service, "RequestLimitExceeded", 503), failure_class::throttling);
  EXPECT_EQ(of(error_kind::service, "ThrottlingException", 400), failure_class::throttling);
  EXPECT_EQ(of(error_kind::service, "RequestTimeout", 400), failure_class::transient);
  EXPECT_EQ(of(error_kind::service, "InvalidParameterValue", 400), failure_class::final);
}

TEST(classification, by_status) {
  for (int status : {500, 502, 503, 504}) {
    EXPECT_EQ(of(error_kind::service, "Whatever", status), failure_class::transient);
    EXPECT_EQ(of(error_kind::protocol, "UnreadableAnswer", status), failure_class::transient) << "a proxy's page";
  }
  EXPECT_EQ(of(error_kind::service, "Whatever", 501), failure_class::final);
  EXPECT_EQ(of(error_kind::protocol, "UnreadableAnswer", 200), failure_class::final);
}

TEST(classification, by_what_the_error_says_of_itself) {
  EXPECT_EQ(of(error_kind::service, "Busy", 400, true, true), failure_class::throttling);
  EXPECT_EQ(of(error_kind::service, "Again", 400, true), failure_class::transient);
  EXPECT_EQ(of(error_kind::service, "InternalError", 200, true), failure_class::transient) << "S3, in a success";
  EXPECT_EQ(of(error_kind::service, "Never", 400), failure_class::final);
}

TEST(classification, by_how_far_the_attempt_got) {
  EXPECT_EQ(of(error_kind::connect, "ConnectionRefused", 0, true), failure_class::transient);
  EXPECT_EQ(of(error_kind::connect, "CertificateRejected"), failure_class::final);
  EXPECT_EQ(of(error_kind::connect, "UnknownHost"), failure_class::final) << "asking again does not make a name known";
  EXPECT_EQ(of(error_kind::timeout, "IdleTimeout"), failure_class::transient);
  EXPECT_EQ(of(error_kind::protocol, "TruncatedResponse", 200, true), failure_class::transient);
  EXPECT_EQ(of(error_kind::cancelled, "Cancelled"), failure_class::final);
  EXPECT_EQ(of(error_kind::usage, "ParamValidation"), failure_class::final);
  EXPECT_EQ(of(error_kind::credentials, "NoCredentials"), failure_class::final);
}

struct skew : testing::Test {
  const std::chrono::system_clock::time_point now{1'800'000'000s};  // 2027-01-15T08:00:00Z

  std::optional<std::chrono::seconds> of(const char* code, const char* date, std::chrono::seconds correction = 0s,
                                         const char* age = nullptr) const {
    header_list answer;
    if (date != nullptr) answer.add("Date", date);
    if (age != nullptr) answer.add("Age", age);
    return clock_skew(error{error_kind::service, code, ""}, answer, now + correction, now);
  }
};

TEST_F(skew, needs_a_suspicious_code_and_a_distant_clock) {
  EXPECT_EQ(of("RequestExpired", "Fri, 15 Jan 2027 08:10:00 GMT"), 600s);
  EXPECT_EQ(of("SignatureDoesNotMatch", "Fri, 15 Jan 2027 07:00:00 GMT"), -3600s);
  EXPECT_EQ(of("SignatureDoesNotMatch", "Fri, 15 Jan 2027 08:03:00 GMT"), std::nullopt);
  EXPECT_EQ(of("InvalidParameterValue", "Fri, 15 Jan 2027 09:00:00 GMT"), std::nullopt);
  EXPECT_EQ(of("RequestExpired", nullptr), std::nullopt);
  EXPECT_EQ(of("RequestExpired", "yesterday"), std::nullopt);
}

TEST_F(skew, is_judged_by_the_time_that_was_signed) {
  EXPECT_EQ(of("RequestTimeTooSkewed", "Fri, 15 Jan 2027 08:00:05 GMT", -3600s), 0s) << "our clock was put right";
  EXPECT_EQ(of("RequestTimeTooSkewed", "Fri, 15 Jan 2027 09:00:00 GMT", 3600s), std::nullopt) << "signed as they say";
}

TEST_F(skew, is_not_read_off_an_answer_that_was_kept) {
  EXPECT_EQ(of("SignatureDoesNotMatch", "Fri, 15 Jan 2027 03:00:00 GMT", 0s, "18000"), std::nullopt);
}

}  // namespace
}  // namespace aloft::runtime
