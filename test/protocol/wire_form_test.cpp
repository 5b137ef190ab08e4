#include "aloft/model.hpp"

#include <gtest/gtest.h>

namespace aloft {
namespace {

service_model service(std::string_view name) { return find_service_model(name).value(); }
operation_model operation(std::string_view of, std::string_view name) {
  return service(of).find_operation(name).value();
}

TEST(introspection, names_the_protocol_that_calls_choose) {
  EXPECT_EQ(service("ec2").protocol(), "ec2");
  EXPECT_EQ(service("s3").protocol(), "rest-xml");
  EXPECT_EQ(service("sqs").protocol(), "json");  // which may be called by query too
}

TEST(introspection, says_how_times_are_written) {
  const auto format = [](std::string_view service, std::string_view name, std::string_view member) {
    const auto of = operation(service, name);
    auto found = of.input().find(member);
    if (!found) found = of.output().find(member);
    return of.time_format_of(*found);
  };
  EXPECT_EQ(format("s3", "GetObject", "IfModifiedSince"), timestamp_format::http_date);
  EXPECT_EQ(format("kinesis", "GetShardIterator", "Timestamp"), timestamp_format::epoch_seconds);
  const auto credentials = operation("sts", "AssumeRole");
  const auto expiry = credentials.output().find("Credentials")->shape().find("Expiration");
  EXPECT_EQ(credentials.time_format_of(*expiry), timestamp_format::date_time);
}

}  // namespace
}  // namespace aloft
