#include "cli/command/completion/live_values.hpp"

#include "cli/exit_status.hpp"
#include "cli/files/private_file.hpp"
#include "cli/options/global_options.hpp"
#include "cli/run/service_call.hpp"
#include "cli/run/session_setup.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <optional>

namespace aloft::cli {
namespace {

namespace asio = boost::asio;
namespace fs = std::filesystem;
namespace json = boost::json;

constexpr std::chrono::minutes kept_for{5};

fs::path cache_folder() {
  if (const char* folder = std::getenv("XDG_CACHE_HOME"); folder && *folder) return fs::path{folder} / "aloft";
  const char* home = std::getenv("HOME");
  return fs::path{home ? home : ""} / ".cache" / "aloft";
}

std::string variable(const char* name) {
  const char* text = std::getenv(name);
  return text ? text : "";
}

/// Whose values they are: all that decides who asks whom.
fs::path cache_file(const live_value& what, const global_options& options) {
  std::string key{what.service};
  key += '\n' + std::string{what.operation} + '\n' + std::string{what.query};
  for (const auto& part : {options.profile, options.region, options.endpoint_url}) key += '\n' + part;
  for (const char* name : {"AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_REGION", "AWS_DEFAULT_REGION",
                           "AWS_ACCESS_KEY_ID", "AWS_ENDPOINT_URL", "AWS_CONFIG_FILE"})
    key += '\n' + variable(name);
  return cache_folder() / ("values-" + std::to_string(std::hash<std::string>{}(key)) + ".json");
}

std::vector<std::string> texts_of(const json::value& found) {
  std::vector<std::string> texts;
  if (const auto* list = found.if_array())
    for (const auto& one : *list)
      if (one.is_string()) texts.emplace_back(one.get_string());
  return texts;
}

std::optional<std::vector<std::string>> kept(const fs::path& file) {
  std::error_code failure;
  const auto written = fs::last_write_time(file, failure);
  if (failure || fs::file_time_type::clock::now() - written > kept_for) return std::nullopt;
  boost::system::error_code unreadable;
  const auto found = json::parse(read_private_file(file.string()), unreadable);
  if (unreadable) return std::nullopt;
  return texts_of(found);
}

json::value asked(const live_value& what, const global_options& options) {
  const auto query = jmespath::expression::compile(what.query).value();
  json::value found;
  with_session(options, [&](const session& opened) -> asio::awaitable<int> {
    auto settings = client_settings(options, {});
    settings.max_attempts = 1;
    settings.operation_timeout = std::chrono::seconds{2};
    const auto caller = opened.client(what.service, settings);
    const response answer = co_await caller.call(what.operation);
    found = query.search(answer.output()).value();
    co_return exit_status::success;
  });
  return found;
}

}  // namespace

const std::vector<live_value>& live_values() {
  static const std::vector<live_value> rows{
      {"autoscaling", "AutoScalingGroupName AutoScalingGroupNames", "DescribeAutoScalingGroups",
       "AutoScalingGroups[].AutoScalingGroupName"},
      {"cloudformation", "StackName", "DescribeStacks", "Stacks[].StackName"},
      {"cloudfront", "DistributionId", "ListDistributions", "DistributionList.Items[].Id"},
      {"cloudwatch", "AlarmName AlarmNames", "DescribeAlarms", "MetricAlarms[].AlarmName"},
      {"dynamodb", "TableName", "ListTables", "TableNames"},
      {"ec2", "InstanceId InstanceIds", "DescribeInstances", "Reservations[].Instances[].InstanceId"},
      {"ec2", "VpcId VpcIds", "DescribeVpcs", "Vpcs[].VpcId"},
      {"ec2", "SubnetId SubnetIds", "DescribeSubnets", "Subnets[].SubnetId"},
      {"ec2", "GroupId GroupIds SecurityGroupIds", "DescribeSecurityGroups", "SecurityGroups[].GroupId"},
      {"ec2", "GroupName GroupNames", "DescribeSecurityGroups", "SecurityGroups[].GroupName"},
      {"ec2", "VolumeId VolumeIds", "DescribeVolumes", "Volumes[].VolumeId"},
      {"ec2", "KeyName KeyNames", "DescribeKeyPairs", "KeyPairs[].KeyName"},
      {"ec2", "AllocationId AllocationIds", "DescribeAddresses", "Addresses[].AllocationId"},
      {"ec2", "RouteTableId RouteTableIds", "DescribeRouteTables", "RouteTables[].RouteTableId"},
      {"ec2", "NetworkInterfaceId NetworkInterfaceIds", "DescribeNetworkInterfaces",
       "NetworkInterfaces[].NetworkInterfaceId"},
      {"ec2", "InternetGatewayId InternetGatewayIds", "DescribeInternetGateways",
       "InternetGateways[].InternetGatewayId"},
      {"ec2", "NatGatewayId NatGatewayIds", "DescribeNatGateways", "NatGateways[].NatGatewayId"},
      {"ec2", "LaunchTemplateName LaunchTemplateNames", "DescribeLaunchTemplates",
       "LaunchTemplates[].LaunchTemplateName"},
      {"ec2", "LaunchTemplateId LaunchTemplateIds", "DescribeLaunchTemplates", "LaunchTemplates[].LaunchTemplateId"},
      {"ecr", "repositoryName repositoryNames", "DescribeRepositories", "repositories[].repositoryName"},
      {"ecs", "cluster clusters", "ListClusters", "clusterArns"},
      {"eks", "clusterName", "ListClusters", "clusters"},
      {"elbv2", "LoadBalancerArn LoadBalancerArns", "DescribeLoadBalancers", "LoadBalancers[].LoadBalancerArn"},
      {"elbv2", "TargetGroupArn TargetGroupArns", "DescribeTargetGroups", "TargetGroups[].TargetGroupArn"},
      {"iam", "UserName", "ListUsers", "Users[].UserName"},
      {"iam", "RoleName", "ListRoles", "Roles[].RoleName"},
      {"iam", "GroupName", "ListGroups", "Groups[].GroupName"},
      {"iam", "InstanceProfileName", "ListInstanceProfiles", "InstanceProfiles[].InstanceProfileName"},
      {"kms", "KeyId", "ListAliases", "Aliases[].AliasName"},
      {"lambda", "FunctionName", "ListFunctions", "Functions[].FunctionName"},
      {"logs", "logGroupName", "DescribeLogGroups", "logGroups[].logGroupName"},
      {"rds", "DBInstanceIdentifier", "DescribeDBInstances", "DBInstances[].DBInstanceIdentifier"},
      {"rds", "DBClusterIdentifier", "DescribeDBClusters", "DBClusters[].DBClusterIdentifier"},
      {"route53", "HostedZoneId", "ListHostedZones", "HostedZones[].Id"},
      {"s3", "Bucket", "ListBuckets", "Buckets[].Name"},
      {"secretsmanager", "SecretId", "ListSecrets", "SecretList[].Name"},
      {"sns", "TopicArn", "ListTopics", "Topics[].TopicArn"},
      {"sqs", "QueueUrl", "ListQueues", "QueueUrls"},
      {"stepfunctions", "stateMachineArn", "ListStateMachines", "stateMachines[].stateMachineArn"},
  };
  return rows;
}

const live_value* find_live_value(std::string_view service, std::string_view parameter) {
  for (const auto& row : live_values()) {
    if (row.service != service) continue;
    for (auto rest = row.parameters; !rest.empty();) {
      const auto space = rest.find(' ');
      if (rest.substr(0, space) == parameter) return &row;
      rest = space == rest.npos ? std::string_view{} : rest.substr(space + 1);
    }
  }
  return nullptr;
}

std::vector<std::string> ask_live_values(const live_value& what, const std::vector<std::string>& words) {
  if (variable("ALOFT_COMPLETION_CALLS") != "1") return {};
  try {
    const auto options = read_global_options(words).value();
    const auto file = cache_file(what, options);
    if (auto known = kept(file)) return *std::move(known);
    const auto found = asked(what, options);
    write_private_file(file.string(), json::serialize(found));
    return texts_of(found);
  } catch (const std::exception&) {
    return {};  // at a key press there is nobody to tell
  }
}

}  // namespace aloft::cli
