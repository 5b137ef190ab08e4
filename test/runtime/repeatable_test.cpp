#include "runtime/repeatable.hpp"

#include "model/catalog.hpp"

#include <gtest/gtest.h>

namespace aloft::runtime {
namespace {

bool repeatable(const char* service, const char* operation) {
  const auto found = model::catalog::standard().value()->find_service(service).value();
  return is_repeatable(**found->find_operation(operation));
}

TEST(repeatable, by_the_models_traits) {
  EXPECT_TRUE(repeatable("accessanalyzer", "validate_policy")) << "readonly, by POST";
  EXPECT_TRUE(repeatable("account", "delete_alternate_contact")) << "idempotent, by POST";
}

TEST(repeatable, by_the_method) {
  EXPECT_TRUE(repeatable("s3", "put_object"));
  EXPECT_TRUE(repeatable("s3", "get_object"));
  EXPECT_TRUE(repeatable("lambda", "delete_function"));
  EXPECT_FALSE(repeatable("s3", "create_multipart_upload")) << "by POST: each makes an upload";
}

TEST(repeatable, by_an_idempotency_token) {
  EXPECT_TRUE(repeatable("ec2", "run_instances"));
  EXPECT_TRUE(repeatable("dynamodb", "transact_write_items"));
}

TEST(repeatable, by_names_that_read) {
  EXPECT_TRUE(repeatable("dynamodb", "get_item"));
  EXPECT_TRUE(repeatable("dynamodb", "batch_get_item"));
  EXPECT_TRUE(repeatable("ec2", "describe_regions"));
  EXPECT_TRUE(repeatable("sqs", "list_queues"));
}

TEST(repeatable, by_the_table) {
  EXPECT_TRUE(repeatable("dynamodb", "query"));
  EXPECT_TRUE(repeatable("sts", "assume_role"));
  EXPECT_TRUE(repeatable("ec2", "terminate_instances"));
}

TEST(repeatable, what_does_something_each_time_is_not) {
  EXPECT_FALSE(repeatable("sqs", "send_message"));
  EXPECT_FALSE(repeatable("sns", "publish"));
  EXPECT_FALSE(repeatable("lambda", "invoke"));
  EXPECT_FALSE(repeatable("dynamodb", "update_item"));
  EXPECT_FALSE(repeatable("sso-oidc", "create_token")) << "a refresh token is good for once";
}

TEST(open_requests, were_sent_whole_and_not_refused) {
  const auto failure = [](error_kind kind, request_progress progress) {
    error_info info;
    info.kind = kind;
    info.request = progress;
    return error{info};
  };
  EXPECT_TRUE(is_open(failure(error_kind::connect, request_progress::sent), 0));
  EXPECT_TRUE(is_open(failure(error_kind::timeout, request_progress::sent), 0));
  EXPECT_TRUE(is_open(failure(error_kind::protocol, request_progress::sent), 200)) << "cut off in a success";
  EXPECT_FALSE(is_open(failure(error_kind::protocol, request_progress::sent), 503)) << "cut off in a refusal";
  EXPECT_FALSE(is_open(failure(error_kind::connect, request_progress::partly_sent), 0));
  EXPECT_FALSE(is_open(failure(error_kind::service, request_progress::sent), 200)) << "an answer";
}

}  // namespace
}  // namespace aloft::runtime
