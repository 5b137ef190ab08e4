#include "engine_fixture.hpp"

namespace aloft::local {
namespace {

using test::with;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class tags : public test::engine_test {
 public:
  tags() : vpc{default_vpc()} {}
  std::string create(std::string_view key, std::string_view value = "v") {
    return with(R"({"Resources": ["@"], "Tags": [{"Key": "@", "Value": "@"}]})",
                {vpc, std::string{key}, std::string{value}});
  }
  json::value all(std::string_view input = "{}") { return call("DescribeTags", input).at("Tags"); }

  std::string vpc;
};

TEST_F(tags, of_every_kind_of_resource) {
  const auto group = create_group("web");
  const auto rule =
      text(call("DescribeSecurityGroupRules", with(R"({"Filters": [{"Name": "group-id", "Values": ["@"]}]})", {group})),
           "/SecurityGroupRules/0/SecurityGroupRuleId");
  const auto subnet = text(call("DescribeSubnets"), "/Subnets/0/SubnetId");
  const auto instance = text(call("RunInstances", R"({"ImageId": "ami-12345678", "MinCount": 1, "MaxCount": 1})"),
                             "/Instances/0/InstanceId");
  call("CreateTags", with(R"({"Resources": ["@", "@", "@", "@", "@"], "Tags": [{"Key": "k", "Value": "v"}]})",
                          {vpc, subnet, group, rule, instance}));
  EXPECT_THAT(column(all(), "ResourceType"),
              ElementsAre("vpc", "subnet", "security-group", "security-group-rule", "instance"));
  EXPECT_THAT(column(all(R"({"Filters": [{"Name": "resource-type", "Values": ["instance"]}]})"), "ResourceId"),
              ElementsAre(instance));
  EXPECT_THAT(column(all(with(R"({"Filters": [{"Name": "resource-id", "Values": ["@"]}]})", {rule})), "Key"),
              ElementsAre("k"));
  EXPECT_THAT(all(R"({"Filters": [{"Name": "tag:k", "Values": ["v"]}]})").get_array(), SizeIs(5));
  EXPECT_THAT(all(R"({"Filters": [{"Name": "value", "Values": ["w"]}]})").get_array(), IsEmpty());
  EXPECT_EQ(text(call("DescribeVpcs"), "/Vpcs/0/Tags"), R"([{"Key":"k","Value":"v"}])");
}

TEST_F(tags, a_second_value_replaces_the_first) {
  call("CreateTags", create("a", "1"));
  call("CreateTags", create("a", "2"));
  EXPECT_THAT(column(all(), "Value"), ElementsAre("2"));
}

TEST_F(tags, are_deleted_by_key_by_value_or_all) {
  for (const auto* key : {"a", "b", "c", "d"}) call("CreateTags", create(key));
  const auto remove = [&](std::string_view list) {
    call("DeleteTags", with(R"({"Resources": ["@"]@})", {vpc, std::string{list}}));
    return column(all(), "Key");
  };
  EXPECT_THAT(remove(R"(, "Tags": [{"Key": "a"}])"), ElementsAre("b", "c", "d"));
  EXPECT_THAT(remove(R"(, "Tags": [{"Key": "b", "Value": "other"}, {"Key": "none"}])"), ElementsAre("b", "c", "d"));
  EXPECT_THAT(remove(R"(, "Tags": [{"Key": "b", "Value": "v"}])"), ElementsAre("c", "d"));
  EXPECT_THAT(remove(""), IsEmpty());
}

TEST_F(tags, bad_ones_are_refused) {
  EXPECT_THAT(refusal("CreateTags", create("aws:x")),
              HasSubstr("Tag keys starting with 'aws:' are reserved for internal use"));
  EXPECT_THAT(refusal("CreateTags", create(std::string(128, 'k'))), HasSubstr("exceeds the maximum length of 127"));
  EXPECT_THAT(refusal("CreateTags", create("k", std::string(256, 'v'))),
              HasSubstr("exceeds the maximum length of 255"));
  EXPECT_THAT(refusal("CreateTags", create("")), HasSubstr("InvalidParameterValue"));
  EXPECT_EQ(refusal("CreateTags", R"({"Resources": ["foo"], "Tags": [{"Key": "a"}]})"),
            "InvalidID (400): The ID 'foo' is not valid");
  EXPECT_THAT(refusal("CreateTags", R"({"Resources": ["i-12345678"], "Tags": [{"Key": "a"}]})"),
              HasSubstr("InvalidInstanceID.NotFound"));
  EXPECT_THAT(refusal("CreateTags", R"({"Tags": [{"Key": "a"}]})"), HasSubstr("MissingParameter"));
  for (int i = 0; i < 50; ++i) call("CreateTags", create("k" + std::to_string(i)));
  EXPECT_THAT(refusal("CreateTags", create("one-more")), HasSubstr("TagLimitExceeded"));
  call("CreateTags", create("k7", "again"));
}

TEST_F(tags, count_characters_not_bytes) { call("CreateTags", create("ключ", std::string(250, 'v') + "日本語")); }

TEST_F(tags, come_in_pages) {
  for (int i = 0; i < 7; ++i) call("CreateTags", create("k" + std::to_string(i)));
  const auto first = call("DescribeTags", R"({"MaxResults": 5})");
  EXPECT_THAT(first.at("Tags").get_array(), SizeIs(5));
  EXPECT_THAT(all(with(R"({"NextToken": "@"})", {text(first, "/NextToken")})).get_array(), SizeIs(2));
}

}  // namespace
}  // namespace aloft::local
