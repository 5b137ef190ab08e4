#include "runtime/classify.hpp"

#include <gtest/gtest.h>

namespace aloft::runtime {
namespace {

using namespace std::chrono_literals;

constexpr const char* model = R"({
  "metadata": {"protocol": "json", "apiVersion": "2020-01-01", "endpointPrefix": "test", "serviceId": "Test"},
  "operations": {"Call": {"name": "Call", "http": {"method": "POST", "requestUri": "/"},
                          "errors": [{"shape": "Busy"}, {"shape": "Again"}, {"shape": "Never"}]}},
  "shapes": {
    "Busy": {"type": "structure", "members": {}, "exception": true, "retryable": {"throttling": true}},
    "Again": {"type": "structure", "members": {}, "exception": true, "retryable": {"throttling": false}},
    "Never": {"type": "structure", "members": {}, "exception": true}
  }})";

struct classification : testing::Test {
  std::shared_ptr<const model::service> service = [] {
    model::service_texts texts;
    texts.name = "test";
    texts.service2 = model;
    return model::compile_service(texts).value();
  }();
  const model::operation& operation = **service->find_operation("Call");

  failure_class of(error_kind kind, const std::string& code, int status = 0, bool retryable = false) const {
    error_info info;
    info.kind = kind;
    info.code = code;
    info.http_status = status;
    info.retryable = retryable;
    return classify(error{info}, operation);
  }
};

TEST_F(classification, by_code) {
  EXPECT_EQ(of(error_kind::service, "RequestLimitExceeded", 503), failure_class::throttling);
  EXPECT_EQ(of(error_kind::service, "ThrottlingException", 400), failure_class::throttling);
  EXPECT_EQ(of(error_kind::service, "RequestTimeout", 400), failure_class::transient);
  EXPECT_EQ(of(error_kind::service, "InvalidParameterValue", 400), failure_class::final);
}

TEST_F(classification, by_status) {
  for (int status : {500, 502, 503, 504}) {
    EXPECT_EQ(of(error_kind::service, "Whatever", status), failure_class::transient);
    EXPECT_EQ(of(error_kind::protocol, "UnreadableAnswer", status), failure_class::transient) << "a proxy's page";
  }
  EXPECT_EQ(of(error_kind::service, "Whatever", 501), failure_class::final);
  EXPECT_EQ(of(error_kind::protocol, "UnreadableAnswer", 200), failure_class::final);
}

TEST_F(classification, by_the_model) {
  EXPECT_EQ(of(error_kind::service, "Busy", 400), failure_class::throttling);
  EXPECT_EQ(of(error_kind::service, "Again", 400), failure_class::transient);
  EXPECT_EQ(of(error_kind::service, "Never", 400), failure_class::final);
}

TEST_F(classification, by_how_far_the_attempt_got) {
  EXPECT_EQ(of(error_kind::connect, "ConnectionRefused"), failure_class::transient);
  EXPECT_EQ(of(error_kind::connect, "CertificateRejected"), failure_class::final);
  EXPECT_EQ(of(error_kind::timeout, "IdleTimeout"), failure_class::transient);
  EXPECT_EQ(of(error_kind::protocol, "TruncatedResponse", 200, true), failure_class::transient);
  EXPECT_EQ(of(error_kind::cancelled, "Cancelled"), failure_class::final);
  EXPECT_EQ(of(error_kind::usage, "ParamValidation"), failure_class::final);
  EXPECT_EQ(of(error_kind::credentials, "NoCredentials"), failure_class::final);
}

TEST_F(classification, clock_skew_needs_a_suspicious_code_and_a_distant_clock) {
  const std::chrono::system_clock::time_point now{1'800'000'000s};  // 2027-01-15T08:00:00Z
  auto skew = [&](const char* code, std::optional<std::string_view> date) {
    return clock_skew(error{error_kind::service, code, ""}, date, now);
  };
  EXPECT_EQ(skew("RequestExpired", "Fri, 15 Jan 2027 08:10:00 GMT"), 600s);
  EXPECT_EQ(skew("SignatureDoesNotMatch", "Fri, 15 Jan 2027 07:00:00 GMT"), -3600s);
  EXPECT_EQ(skew("SignatureDoesNotMatch", "Fri, 15 Jan 2027 08:03:00 GMT"), std::nullopt);
  EXPECT_EQ(skew("InvalidParameterValue", "Fri, 15 Jan 2027 09:00:00 GMT"), std::nullopt);
  EXPECT_EQ(skew("RequestExpired", std::nullopt), std::nullopt);
  EXPECT_EQ(skew("RequestExpired", "yesterday"), std::nullopt);
}

}  // namespace
}  // namespace aloft::runtime
