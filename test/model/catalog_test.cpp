// The pack of this build: every service opens, every operation links, names are found however they are spelled.
#include "model/catalog.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <thread>

namespace aloft::model {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

const catalog& standard() {
  static const auto opened = catalog::standard().value();
  return *opened;
}

// Follows every pointer that linking made.
void visit(const shape* at, std::set<const shape*>& seen) {
  if (!at || !seen.insert(at).second) return;
  ASSERT_FALSE(at->name.empty());
  for (const member& each : at->members) {
    ASSERT_EQ(at->find(each.name), &each) << at->name;
    ASSERT_TRUE(each.target);
    visit(each.target, seen);
  }
  if (at->type == shape_type::list || at->type == shape_type::map) {
    ASSERT_TRUE(at->element);
    visit(at->element->target, seen);
  }
  if (at->type == shape_type::map) {
    ASSERT_TRUE(at->key);
    visit(at->key->target, seen);
  }
}

TEST(Catalog, LinksEveryOperationOfEveryService) {
  for (const auto name : standard().service_names()) {
    const auto opened = standard().find_service(name).value();
    EXPECT_EQ(opened->metadata().name, name);
    EXPECT_FALSE(opened->metadata().protocols.empty()) << name;
    EXPECT_THAT(opened->endpoint_rules(), StartsWith("{")) << name;
    std::set<const shape*> seen;
    for (const auto operation : opened->operation_names()) {
      const auto& linked = *opened->find_operation(operation).value();
      ASSERT_EQ(linked.name, operation);
      ASSERT_EQ(linked.owner, opened.get());
      visit(linked.input, seen);
      visit(linked.output, seen);
      for (const auto* each : linked.errors) visit(each, seen);
    }
  }
}

TEST(Catalog, FindsServicesBySpelling) {
  for (const auto& [spelling, name] :
       std::initializer_list<std::pair<const char*, const char*>>{{"ec2", "ec2"},
                                                                  {"EC2", "ec2"},
                                                                  {"ACM PCA", "acm-pca"},
                                                                  {"acm_pca", "acm-pca"},
                                                                  {"s3api", "s3"},
                                                                  {"S3", "s3"},
                                                                  {"configservice", "config"},
                                                                  {"deploy", "codedeploy"},
                                                                  {"CodeDeploy", "codedeploy"},
                                                                  {"elbv2", "elbv2"},
                                                                  {"Elastic Load Balancing v2", "elbv2"},
                                                                  {"monitoring", "cloudwatch"},
                                                                  {"opsworks-cm", "opsworkscm"},
                                                                  {"runtime.sagemaker", "sagemaker-runtime"},
                                                                  {"states", "stepfunctions"},
                                                                  {"SFN", "stepfunctions"},
                                                                  {"pinpoint-sms-voice", "pinpoint-sms-voice"},
                                                                  {"sms-voice", "sms-voice"},
                                                                  {"lambda", "lambda"}}) {
    const auto found = standard().find_service(spelling);
    if (!found && found.error().code() == "UnknownService") {
      const auto names = standard().service_names();
      EXPECT_FALSE(std::ranges::count(names, name)) << spelling << ": " << found.error().what();
      continue;  // the service is not among these models
    }
    ASSERT_TRUE(found) << found.error().what();
    EXPECT_EQ((*found)->metadata().name, name) << spelling;
  }
}

TEST(Catalog, SaysWhatItDoesNotKnow) {
  const auto unknown = standard().find_service("lamda");
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().kind(), error_kind::usage);
  EXPECT_EQ(unknown.error().code(), "UnknownService");
  EXPECT_THAT(unknown.error().message(), HasSubstr("'lamda'; did you mean lambda"));
  const auto ambiguous = standard().find_service("email");
  ASSERT_FALSE(ambiguous);
  EXPECT_EQ(ambiguous.error().code(), "AmbiguousService");
  EXPECT_THAT(ambiguous.error().message(), HasSubstr("ses, sesv2"));
  EXPECT_FALSE(standard().find_service(""));
  EXPECT_FALSE(standard().find_service("../ec2"));
}

TEST(Catalog, HandsOutOneServiceAndOneOperationToAll) {
  std::vector<std::jthread> threads;
  std::vector<const operation*> seen(8);
  std::vector<const shape*> errors(8);
  for (std::size_t i = 0; i < seen.size(); ++i)
    threads.emplace_back([&, i] {
      const auto opened = standard().find_service("dynamodb").value();
      seen[i] = opened->find_operation(i % 2 ? "GetItem" : "get_item").value();
      errors[i] = opened->find_error(*seen[i], "TableNotFoundException");
    });
  threads.clear();
  EXPECT_THAT(seen, testing::Each(seen.front()));
  EXPECT_THAT(errors, testing::Each(errors.front()));
}

TEST(Catalog, HoldsThePartitions) { EXPECT_THAT(standard().partitions(), HasSubstr("aws-us-gov")); }

}  // namespace
}  // namespace aloft::model
