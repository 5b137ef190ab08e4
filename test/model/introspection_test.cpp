#include "aloft/model.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace aloft {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsSupersetOf;

service_model service(std::string_view name) { return find_service_model(name).value(); }
operation_model operation(std::string_view of, std::string_view name) {
  return service(of).find_operation(name).value();
}

TEST(introspection, lists_services_and_their_operations) {
  EXPECT_THAT(service_names().value(), IsSupersetOf({"ec2", "s3", "sts"}));
  const auto ec2 = service("EC2");
  EXPECT_EQ(ec2.name(), "ec2");
  EXPECT_EQ(ec2.service_id(), "EC2");
  EXPECT_EQ(ec2.api_version(), "2016-11-15");
  EXPECT_THAT(ec2.operation_names(), Contains("DescribeVpcs"));
  EXPECT_EQ(find_service_model("ec3").error().code(), "UnknownService");
  EXPECT_EQ(ec2.find_operation("describe_vpc").error().code(), "UnknownOperation");
}

TEST(introspection, knows_the_spellings_of_names) {
  const auto made = operation("ec2", "describe-vpcs");
  EXPECT_EQ(made.name(), "DescribeVpcs");
  EXPECT_EQ(made.snake_name(), "describe_vpcs");
  EXPECT_EQ(made.kebab_name(), "describe-vpcs");
  const auto limit = made.input().find("MaxResults");
  ASSERT_TRUE(limit);
  EXPECT_EQ(limit->snake_name(), "max_results");
  EXPECT_EQ(limit->kebab_name(), "max-results");
}

TEST(introspection, says_what_operations_take_and_give) {
  const auto put = operation("dynamodb", "PutItem");
  const auto table = put.input().find("TableName");
  ASSERT_TRUE(table);
  EXPECT_TRUE(table->is_required());
  EXPECT_EQ(table->shape().kind(), shape_kind::text);
  EXPECT_EQ(table->shape().min(), 1.0);
  EXPECT_EQ(table->shape().max(), 1024.0);
  EXPECT_THAT(put.input().find("ReturnValues")->shape().enum_values(), Contains("ALL_OLD"));
  EXPECT_FALSE(put.input().find("NoSuchMember"));
  const auto item = put.input().find("Item")->shape();
  EXPECT_EQ(item.kind(), shape_kind::map);
  EXPECT_EQ(item.key().kind(), shape_kind::text);
  EXPECT_TRUE(item.element().is_union() || item.element().kind() == shape_kind::structure);
  std::vector<std::string_view> errors;
  for (const auto& shape : put.errors()) errors.push_back(shape.name());
  EXPECT_THAT(errors, Contains("ConditionalCheckFailedException"));
  std::size_t index = 0;
  for (const auto member : put.input().members()) EXPECT_EQ(member.index(), index++);
  EXPECT_EQ(index, put.input().members().size());
}

TEST(introspection, of_nothing_is_empty) {
  const shape_model nothing;
  EXPECT_FALSE(nothing);
  EXPECT_TRUE(nothing.members().empty());
  EXPECT_EQ(nothing.members().begin(), nothing.members().end());
  EXPECT_FALSE(nothing.find("x"));
  EXPECT_FALSE(nothing.element());
  EXPECT_EQ(nothing.name(), "");
}

TEST(introspection, says_how_bodies_travel) {
  const auto get = operation("s3", "GetObject");
  ASSERT_TRUE(get.streaming_output());
  EXPECT_EQ(get.streaming_output()->name(), "Body");
  EXPECT_TRUE(get.has_blob_output());
  EXPECT_EQ(get.input().find("Key")->place(), member_place::path);
  EXPECT_EQ(get.input().find("IfMatch")->place(), member_place::header);
  EXPECT_EQ(get.input().find("VersionId")->place(), member_place::query);
  EXPECT_TRUE(operation("s3", "PutObject").streaming_input());
  // botocore gives any blob payload as a stream.
  const auto invoke = operation("lambda", "Invoke");
  EXPECT_FALSE(invoke.streaming_output());
  EXPECT_TRUE(invoke.has_blob_output());
  EXPECT_TRUE(operation("kinesis", "SubscribeToShard").has_event_stream_output());
}

TEST(introspection, knows_pages_and_waiters) {
  const auto pages = operation("ec2", "DescribeInstances").paginator();
  ASSERT_TRUE(pages);
  EXPECT_THAT(pages->input_tokens(), ElementsAre("NextToken"));
  EXPECT_THAT(pages->result_keys(), ElementsAre("Reservations"));
  EXPECT_EQ(pages->limit_key(), "MaxResults");
  EXPECT_FALSE(pages->is_heuristic());
  EXPECT_FALSE(operation("ec2", "RunInstances").paginator());
  const auto waiter = service("ec2").find_waiter("instance_running");
  ASSERT_TRUE(waiter);
  EXPECT_EQ(waiter->name(), "InstanceRunning");
  EXPECT_EQ(waiter->operation(), "DescribeInstances");
  EXPECT_GT(waiter->delay().count(), 0);
  EXPECT_GT(waiter->max_attempts(), 1);
  const auto acceptors = waiter->acceptors();
  using acceptor = acceptor_model;
  ASSERT_FALSE(acceptors.empty());
  EXPECT_EQ(acceptors[0].matches(), acceptor::matcher::path_all);
  EXPECT_EQ(acceptors[0].decides(), acceptor::verdict::success);
  EXPECT_EQ(acceptors[0].expression(), "Reservations[].Instances[].State.Name");
  EXPECT_EQ(std::get<std::string_view>(acceptors[0].expected()), "running");
  const auto missing = acceptors.back();
  EXPECT_EQ(missing.matches(), acceptor::matcher::error);
  EXPECT_EQ(missing.decides(), acceptor::verdict::retry);
  EXPECT_EQ(missing.expression(), "");
  EXPECT_EQ(std::get<std::string_view>(missing.expected()), "InvalidInstanceID.NotFound");
  const auto all = service("ec2").waiters();
  EXPECT_TRUE(std::any_of(all.begin(), all.end(), [](const auto& one) { return one.snake_name() == "vpc_available"; }));
}

TEST(introspection, has_the_models_words) {
  const auto ec2 = service("ec2");
  const auto words = ec2.documentation();
  ASSERT_TRUE(words) << words.error().what();
  const auto describe = ec2.find_operation("DescribeVpcs").value();
  EXPECT_THAT(std::string{words->operation(describe)}, HasSubstr("VPC"));
  EXPECT_NE(words->member(describe.input(), *describe.input().find("VpcIds")), "");
}

}  // namespace
}  // namespace aloft
