// Tables for eyes: which rows, which columns, and how they fit a terminal.

#include "cli/output/printers.hpp"
#include "cli/output/readable.hpp"
#include "cli/output/sections.hpp"

#include <gmock/gmock.h>
#include <boost/json/parse.hpp>

#include <algorithm>
#include <sstream>

namespace aloft::cli {
namespace {

namespace json = boost::json;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

json::value reservations(int instances) {
  json::array all;
  for (int i = 0; i < instances; ++i) {
    const auto number = std::to_string(1000 + i);
    all.push_back(json::parse(R"({"ReservationId": "r-0123456789abc)" + number +
                              R"(", "OwnerId": "123456789012", "Groups": [],
      "Instances": [{"InstanceId": "i-0123456789abc)" +
                              number + R"(", "InstanceType": "t3.micro", "EbsOptimized": true,
        "ImageId": "ami-0123456789abcdef0", "PrivateDnsName": "ip-10-0-0-1.eu-west-1.compute.internal",
        "State": {"Name": "running", "Code": 16}, "LaunchTime": "2026-11-26T16:21:39.930000Z",
        "Tags": [{"Key": "Name", "Value": "web"}], "SecurityGroups": [{"GroupId": "sg-1", "GroupName": "default"}],
        "BlockDeviceMappings": [{"DeviceName": "/dev/xvda", "Ebs": {"VolumeId": "vol-1", "Status": "attached"}}],
        "NetworkInterfaces": [{"NetworkInterfaceId": "eni-1", "Status": "in-use", "MacAddress": "0a:1b"}]}]})"));
  }
  return json::object{{"Reservations", std::move(all)}};
}

std::size_t widest_line(const std::string& text) {
  std::istringstream lines{text};
  std::size_t widest = 0;
  for (std::string line; std::getline(lines, line);) widest = std::max(widest, line.size());
  return widest;
}

TEST(tables, describe_instances_shows_instances) {
  const auto sections = sections_of(reservations(2));
  ASSERT_EQ(sections.size(), 1u);
  EXPECT_EQ(sections[0].title, "Instances");
  ASSERT_EQ(sections[0].rows.size(), 2u);
  const auto& row = sections[0].rows[0].as_object();
  EXPECT_EQ(row.begin()->key(), "ReservationId");
  EXPECT_EQ(row.at("InstanceId"), "i-0123456789abc1000");
  EXPECT_EQ(row.at("OwnerId"), "123456789012");
}

TEST(tables, rules_of_security_groups_are_a_table_below) {
  const auto sections = sections_of(json::parse(R"({"SecurityGroups": [
    {"GroupId": "sg-1", "GroupName": "a", "IpPermissions": [{"IpProtocol": "tcp", "FromPort": 22, "IpRanges": [{"CidrIp": "10.0.0.0/8"}]}]},
    {"GroupId": "sg-2", "GroupName": "b", "IpPermissions": []}]})"));
  ASSERT_EQ(sections.size(), 2u);
  EXPECT_EQ(sections[0].title, "SecurityGroups");
  EXPECT_EQ(sections[1].title, "IpPermissions");
  ASSERT_EQ(sections[1].rows.size(), 1u);
  EXPECT_EQ(sections[1].rows[0].at("GroupId"), "sg-1");
}

TEST(tables, describe_table_is_a_record_and_its_lists) {
  const auto text = print_tables(json::parse(R"({"Table": {"TableName": "t", "TableSizeBytes": 1572864, "ItemCount": 3,
    "KeySchema": [{"AttributeName": "id", "KeyType": "HASH", "Note": "x"}]}})"),
                                 {});
  EXPECT_THAT(
      text, StartsWith("Name            Value\n--------------  -------\nTableName       t\nTableSizeBytes  1.5 MiB\n"));
  EXPECT_THAT(text, HasSubstr("KeySchema:\nAttributeName  KeyType  Note\n"));
}

TEST(tables, never_cut_ids_and_never_pass_the_terminal) {
  for (const std::size_t width : {40, 60, 80, 100, 160}) {
    const auto text = print_tables(reservations(5), {.width = width});
    EXPECT_THAT(text, AllOf(HasSubstr("i-0123456789abc1000"), HasSubstr("i-0123456789abc1004"), Not(HasSubstr("…"))))
        << width;
    EXPECT_LE(widest_line(text), std::max<std::size_t>(width, 72)) << width << '\n' << text;
  }
}

TEST(tables, choose_what_matters_where_there_is_no_room) {
  const auto text = print_tables(reservations(5), {.width = 80});
  EXPECT_THAT(text, StartsWith("InstanceId"));
  EXPECT_THAT(text, AllOf(HasSubstr("running"), HasSubstr("t3.micro"), HasSubstr("Name=web"),
                          HasSubstr("columns have no room")));
}

TEST(tables, lead_with_the_rows_own_id_and_name) {
  json::array groups;
  for (const std::string number : {"1", "2", "3", "4", "5"})
    groups.push_back(json::parse(R"({"SecurityGroupArn": "arn:aws:ec2:us-east-1:123456789012:security-group/sg-)" +
                                 number + R"(", "VpcId": "vpc-1", "GroupName": "web)" + number +
                                 R"(", "GroupId": "sg-)" + number +
                                 R"(", "IpPermissions": [{"IpProtocol": "tcp", "FromPort": 80, "ToPort": 80,
                                      "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}]})"));
  const auto text = print_tables(json::object{{"SecurityGroups", std::move(groups)}}, {.width = 80});
  EXPECT_THAT(text, AllOf(HasSubstr("SecurityGroups:\nGroupId  Group "), HasSubstr("\nsg-2     web2 ")));
  EXPECT_THAT(text, HasSubstr("IpPermissions:\nGroupId  IpProtocol"));
}

TEST(tables, turn_into_blocks_for_a_few_wide_rows) {
  const auto text = print_tables(reservations(1), {.width = 60});
  EXPECT_THAT(text, AllOf(HasSubstr("\nImageId         ami-0123456789abcdef0\n"), HasSubstr("\nNetworkInterfaces:\n"),
                          Not(HasSubstr("no room"))));
}

TEST(tables, fold_texts) {
  const json::value document = json::parse(R"([{"GroupId": "sg-1", "Description": "all that people may do with it"}])");
  EXPECT_EQ(print_tables(document, {.width = 26}),
            "GroupId  Description\n-------  -----------------\nsg-1     all that people\n         may do with it\n");
}

TEST(tables, have_bold_heads_where_colours_are_wanted) {
  EXPECT_THAT(print_tables(json::parse(R"([{"A": 1}])"), {.color = true}), StartsWith("\x1b[1mA\x1b[0m\n"));
}

TEST(readable, says_values_as_people_do) {
  EXPECT_EQ(readable_text("Enabled", true), "yes");
  EXPECT_EQ(readable_text("Enabled", false), "no");
  EXPECT_EQ(readable_text("LaunchTime", "2026-11-26T16:21:39.930000Z"), "2026-11-26 16:21:39");
  EXPECT_EQ(readable_text("LaunchTime", "2026-11-26T16:21:39.930000+00:00"), "2026-11-26 16:21:39");
  EXPECT_EQ(readable_text("LatestStreamLabel", "2026-11-26T16:21:39.930"), "2026-11-26T16:21:39.930");
  EXPECT_EQ(readable_text("LaunchTime", "2026-11-26T16:21:39+00:00"), "2026-11-26 16:21:39");
  EXPECT_EQ(readable_text("LaunchTime", "2026-11-26T16:21:39+02:00"), "2026-11-26T16:21:39+02:00");
  EXPECT_EQ(readable_text("SizeInBytes", 512), "512 B");
  EXPECT_EQ(readable_text("Table.TableSizeBytes", 1572864), "1.5 MiB");
  EXPECT_EQ(readable_text("Size", 8), "8");  // of a volume these are GiB
}

}  // namespace
}  // namespace aloft::cli
