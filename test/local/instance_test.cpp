#include "engine_fixture.hpp"

namespace aloft::local {
namespace {

using test::with;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class instances : public test::engine_test {
 public:
  json::value run_some(int count = 1, std::string_view more = "") {
    return call("RunInstances",
                with(R"({"ImageId": "ami-12345678", "InstanceType": "t3.micro", "MinCount": 1, "MaxCount": @@})",
                     {std::to_string(count), std::string{more}}));
  }
  std::string run_one(std::string_view more = "") { return text(run_some(1, more), "/Instances/0/InstanceId"); }
  json::value shown(std::string_view id) {
    return call("DescribeInstances", with(R"({"InstanceIds": ["@"]})", {std::string{id}}))
        .at("Reservations")
        .at(0)
        .at("Instances")
        .at(0);
  }
  std::string state(std::string_view id) { return text(shown(id), "/State/Name"); }
  std::string run_refusal(std::string_view more, std::string_view counts = R"("MinCount": 1, "MaxCount": 1)") {
    return refusal("RunInstances", with(R"({@@})", {std::string{counts}, std::string{more}}));
  }
};

std::string ids(std::string_view id) { return with(R"({"InstanceIds": ["@"]})", {std::string{id}}); }

TEST_F(instances, start_in_the_default_vpc) {
  const auto made = run_some(
      2,
      R"(, "KeyName": "ops", "TagSpecifications": [{"ResourceType": "instance", "Tags": [{"Key": "Name", "Value": "a"}]}])");
  const auto list = made.at("Instances");
  ASSERT_THAT(list.get_array(), SizeIs(2));
  EXPECT_THAT(column(list, "AmiLaunchIndex"), ElementsAre("0", "1"));
  EXPECT_EQ(text(list, "/0/State"), R"({"Code":0,"Name":"pending"})");
  EXPECT_EQ(text(list, "/0/PrivateIpAddress"), "172.31.0.4");
  EXPECT_EQ(text(list, "/1/PrivateIpAddress"), "172.31.0.5");
  EXPECT_EQ(text(list, "/0/PrivateDnsName"), "ip-172-31-0-4.eu-west-1.compute.internal");
  EXPECT_EQ(text(list, "/0/VpcId"), default_vpc());
  EXPECT_EQ(text(list, "/0/SecurityGroups/0/GroupName"), "default");
  EXPECT_EQ(text(list, "/0/KeyName"), "ops");
  EXPECT_EQ(text(list, "/0/Tags/0/Value"), "a");
  EXPECT_THAT(text(list, "/0/LaunchTime"), HasSubstr("2026-01-02T03:04:05"));
  EXPECT_THAT(text(list, "/0/NetworkInterfaces/0/PrivateIpAddresses/0/Primary"), "true");
  const auto id = text(list, "/0/InstanceId");
  EXPECT_EQ(text(shown(id), "/State"), R"({"Code":16,"Name":"running"})");
  const auto reservations = call("DescribeInstances").at("Reservations");
  ASSERT_THAT(reservations.get_array(), SizeIs(1));
  EXPECT_THAT(reservations.at(0).at("Instances").get_array(), SizeIs(2));
}

TEST_F(instances, go_through_their_states) {
  const auto id = run_one();
  EXPECT_EQ(state(id), "running");
  const auto stopping = call("StopInstances", ids(id)).at("StoppingInstances");
  EXPECT_EQ(text(stopping, "/0/PreviousState/Name") + '>' + text(stopping, "/0/CurrentState/Name"), "running>stopping");
  EXPECT_EQ(state(id), "stopped");
  EXPECT_THAT(refusal("RebootInstances", ids(id)), HasSubstr("IncorrectInstanceState (400)"));
  EXPECT_EQ(text(call("StartInstances", ids(id)), "/StartingInstances/0/CurrentState/Name"), "pending");
  EXPECT_EQ(state(id), "running");
  call("RebootInstances", ids(id));
  EXPECT_EQ(text(call("TerminateInstances", ids(id)), "/TerminatingInstances/0/CurrentState"),
            R"({"Code":32,"Name":"shutting-down"})");
  EXPECT_EQ(state(id), "terminated");
  EXPECT_THAT(text(shown(id), "/StateTransitionReason"), HasSubstr("User initiated (2026-01-02T03:04:05"));
  EXPECT_THAT(text(shown(id), "/VpcId"), HasSubstr("no /"));
  EXPECT_EQ(text(call("TerminateInstances", ids(id)), "/TerminatingInstances/0/PreviousState/Name"), "terminated");
  EXPECT_THAT(refusal("StartInstances", ids(id)), HasSubstr("is not in a state from which it can be started"));
  EXPECT_THAT(refusal("StopInstances", ids(id)), HasSubstr("is not in a state from which it can be stopped"));
  now += 61min;
  call("DescribeInstances");
  EXPECT_EQ(refusal("TerminateInstances", ids(id)),
            with("InvalidInstanceID.NotFound (400): The instance ID '@' does not exist", {id}));
}

TEST_F(instances, that_are_not_there) {
  EXPECT_EQ(refusal("DescribeInstances", R"({"InstanceIds": ["i-12345678", "i-87654321"]})"),
            "InvalidInstanceID.NotFound (400): The instance IDs 'i-12345678, i-87654321' do not exist");
  EXPECT_THAT(refusal("DescribeInstances", R"({"InstanceIds": ["bogus"]})"),
              HasSubstr(R"(InvalidInstanceID.Malformed (400): Invalid id: "bogus")"));
  EXPECT_THAT(refusal("TerminateInstances"), HasSubstr("MissingParameter (400)"));
}

TEST_F(instances, a_refused_change_changes_none) {
  const auto id = run_one();
  EXPECT_THAT(refusal("StopInstances", with(R"({"InstanceIds": ["@", "i-12345678"]})", {id})),
              HasSubstr("InvalidInstanceID.NotFound"));
  EXPECT_EQ(state(id), "running");
}

TEST_F(instances, can_be_protected) {
  const auto id = run_one(R"(, "DisableApiTermination": true)");
  EXPECT_THAT(refusal("TerminateInstances", ids(id)), HasSubstr("OperationNotPermitted (400)"));
}

TEST_F(instances, a_client_token_makes_them_once) {
  const auto id = run_one(R"(, "ClientToken": "once")");
  EXPECT_EQ(run_one(R"(, "ClientToken": "once")"), id);
  EXPECT_THAT(run_refusal(R"(, "ImageId": "ami-87654321", "ClientToken": "once")"),
              HasSubstr("IdempotentParameterMismatch"));
}

TEST_F(instances, bad_requests_are_refused) {
  EXPECT_EQ(run_refusal(""), "MissingParameter (400): The request must contain the parameter ImageId");
  EXPECT_EQ(run_refusal(R"("ImageId": "ami-12345678")", ""),
            "MissingParameter (400): The request must contain the parameter MaxCount");
  EXPECT_THAT(run_refusal(R"(, "ImageId": "image")"), HasSubstr("InvalidAMIID.Malformed"));
  EXPECT_THAT(run_refusal(R"(, "ImageId": "ami-12345678")", R"("MinCount": 3, "MaxCount": 2)"),
              HasSubstr("InvalidParameterValue"));
  EXPECT_THAT(run_refusal(R"(, "ImageId": "ami-12345678")", R"("MinCount": 0, "MaxCount": 2)"),
              HasSubstr("InvalidParameterValue"));
  EXPECT_THAT(run_refusal(R"(, "ImageId": "ami-12345678")", R"("MinCount": 2000, "MaxCount": 2000)"),
              HasSubstr("InstanceLimitExceeded"));
  EXPECT_THAT(run_refusal(R"(, "ImageId": "ami-12345678", "InstanceType": "huge")"),
              HasSubstr("Invalid value 'huge' for InstanceType."));
  EXPECT_THAT(run_refusal(R"(, "ImageId": "ami-12345678", "SecurityGroupIds": ["sg-12345678"])"),
              HasSubstr("InvalidGroup.NotFound"));
  EXPECT_THAT(run_refusal(R"(, "ImageId": "ami-12345678", "SubnetId": "subnet-12345678")"),
              HasSubstr("InvalidSubnetID.NotFound"));
  EXPECT_THAT(run_refusal(R"(, "ImageId": "ami-12345678", "Placement": {"AvailabilityZone": "us-east-1a"})"),
              HasSubstr("Invalid availability zone"));
  EXPECT_THAT(run_refusal(R"(, "ImageId": "ami-12345678", "PrivateIpAddress": "10.9.9.9")"),
              HasSubstr("does not fall within"));
  const auto far = create_group("far", create_vpc());
  EXPECT_THAT(run_refusal(with(R"(, "ImageId": "ami-12345678", "SecurityGroupIds": ["@"])", {far})),
              HasSubstr("belong to different networks"));
}

TEST_F(instances, a_subnet_has_only_so_many_addresses) {
  const auto vpc = create_vpc();
  const auto subnet =
      text(call("CreateSubnet", with(R"({"VpcId": "@", "CidrBlock": "10.0.0.0/28"})", {vpc})), "/Subnet/SubnetId");
  const auto in = with(R"(, "SubnetId": "@")", {subnet});
  const auto made = run_some(100, in);  // as many as fit
  EXPECT_THAT(made.at("Instances").get_array(), SizeIs(11));
  EXPECT_THAT(run_refusal(R"(, "ImageId": "ami-12345678")" + in), HasSubstr("InsufficientFreeAddressesInSubnet"));
  call("TerminateInstances", ids(text(made, "/Instances/3/InstanceId")));
  EXPECT_EQ(text(shown(run_one(in)), "/PrivateIpAddress"), text(made, "/Instances/3/PrivateIpAddress"));
  EXPECT_THAT(run_refusal(R"(, "ImageId": "ami-12345678", "PrivateIpAddress": "10.0.0.5")" + in),
              HasSubstr("InvalidIPAddress.InUse"));
}

TEST_F(instances, can_be_filtered) {
  const auto web = create_group("web");
  const auto one =
      run_one(with(R"(, "SecurityGroupIds": ["@"], "Placement": {"AvailabilityZone": "eu-west-1b"})", {web}));
  run_one(R"(, "TagSpecifications": [{"ResourceType": "instance", "Tags": [{"Key": "Name", "Value": "db-1"}]}])");
  const auto count = [&](std::string_view name, std::string_view value) {
    std::size_t found = 0;
    const auto reservations = call("DescribeInstances", with(R"({"Filters": [{"Name": "@", "Values": ["@"]}]})",
                                                             {std::string{name}, std::string{value}}))
                                  .at("Reservations");
    for (const auto& reservation : reservations.get_array()) found += reservation.at("Instances").get_array().size();
    return found;
  };
  EXPECT_EQ(count("instance-state-name", "running"), 2u);
  EXPECT_EQ(count("instance-state-code", "16"), 2u);
  EXPECT_EQ(count("instance.group-id", web), 1u);
  EXPECT_EQ(count("instance.group-name", "web"), 1u);
  EXPECT_EQ(count("availability-zone", "eu-west-1b"), 1u);
  EXPECT_EQ(count("tag:Name", "db-*"), 1u);
  EXPECT_EQ(count("tag-key", "Name"), 1u);
  EXPECT_EQ(count("instance-type", "m5.*"), 0u);
  EXPECT_EQ(count("instance-id", one), 1u);
  EXPECT_EQ(count("image-id", "ami-12345678"), 2u);
  EXPECT_EQ(count("private-ip-address", "172.31.16.4"), 1u);
}

TEST_F(instances, pages_count_instances) {
  run_some(7);
  const auto first = call("DescribeInstances", R"({"MaxResults": 5})");
  EXPECT_THAT(first.at("Reservations").at(0).at("Instances").get_array(), SizeIs(5));
  const auto second = call("DescribeInstances", with(R"({"NextToken": "@"})", {text(first, "/NextToken")}));
  EXPECT_THAT(second.at("Reservations").at(0).at("Instances").get_array(), SizeIs(2));
  EXPECT_EQ(
      refusal("DescribeInstances", R"({"MaxResults": 5, "InstanceIds": ["i-12345678"]})"),
      "InvalidParameterCombination (400): The parameter instancesSet cannot be used with the parameter maxResults");
}

TEST_F(instances, their_status_is_that_of_running_ones) {
  const auto id = run_one();
  const auto list = call("DescribeInstanceStatus").at("InstanceStatuses");
  EXPECT_THAT(column(list, "InstanceId"), ElementsAre(id));
  EXPECT_EQ(text(list, "/0/SystemStatus/Details/0/Status"), "passed");
  call("StopInstances", ids(id));
  EXPECT_THAT(call("DescribeInstanceStatus").at("InstanceStatuses").get_array(), IsEmpty());
  EXPECT_EQ(text(call("DescribeInstanceStatus", R"({"IncludeAllInstances": true})"),
                 "/InstanceStatuses/0/InstanceState/Name"),
            "stopped");
}

}  // namespace
}  // namespace aloft::local
