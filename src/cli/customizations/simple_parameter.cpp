#include "cli/customizations/simple_parameter.hpp"

#include <algorithm>
#include <array>

namespace aloft::cli {
namespace {

using enum simple_form;

constexpr std::string_view group_rules =
    "AuthorizeSecurityGroupEgress AuthorizeSecurityGroupIngress RevokeSecurityGroupEgress RevokeSecurityGroupIngress";
constexpr std::string_view revisions = "CreateDeployment GetApplicationRevision RegisterApplicationRevision";

/// By service, then operations.
constexpr std::array rows{
    simple_parameter{"cloudfront", "CreateDistribution UpdateDistribution", "default-root-object",
                     R"({"DistributionConfig":{"DefaultRootObject":"$value"}})"},
    simple_parameter{
        "cloudfront", "CreateDistribution", "origin-domain-name",
        R"({"DistributionConfig":{"CallerReference":"$new","Comment":"","Enabled":true,"Origins":{"Quantity":1,"Items":[{"Id":"$value","DomainName":"$value","S3OriginConfig":{"OriginAccessIdentity":""}}]},"DefaultCacheBehavior":{"TargetOriginId":"$value","ViewerProtocolPolicy":"allow-all","ForwardedValues":{"QueryString":false,"Cookies":{"Forward":"none"}},"TrustedSigners":{"Enabled":false,"Quantity":0},"MinTTL":0}}})"},
    simple_parameter{
        "cloudfront", "CreateInvalidation", "paths",
        R"({"InvalidationBatch":{"Paths":{"Quantity":"$count","Items":"$value"},"CallerReference":"$new"}})"},
    simple_parameter{"cloudsearch", "DefineExpression", "expression", R"({"Expression":{"ExpressionValue":"$value"}})"},
    simple_parameter{"cloudsearch", "DefineExpression", "name", R"({"Expression":{"ExpressionName":"$value"}})"},
    simple_parameter{"cloudsearch", "DefineIndexField", "name", R"({"IndexField":{"IndexFieldName":"$value"}})"},
    simple_parameter{"cloudsearch", "DefineIndexField", "type", R"({"IndexField":{"IndexFieldType":"$value"}})"},
    simple_parameter{"cloudwatch", "PutMetricData", "dimensions", R"({"MetricData":[{"Dimensions":"$value"}]})", names},
    simple_parameter{"cloudwatch", "PutMetricData", "metric-name", R"({"MetricData":[{"MetricName":"$value"}]})"},
    simple_parameter{"cloudwatch", "PutMetricData", "statistic-values",
                     R"({"MetricData":[{"StatisticValues":"$value"}]})"},
    simple_parameter{"cloudwatch", "PutMetricData", "storage-resolution",
                     R"({"MetricData":[{"StorageResolution":"$value"}]})"},
    simple_parameter{"cloudwatch", "PutMetricData", "timestamp", R"({"MetricData":[{"Timestamp":"$value"}]})"},
    simple_parameter{"cloudwatch", "PutMetricData", "unit", R"({"MetricData":[{"Unit":"$value"}]})"},
    simple_parameter{"cloudwatch", "PutMetricData", "value", R"({"MetricData":[{"Value":"$value"}]})"},
    simple_parameter{"codedeploy", revisions, "github-location",
                     R"({"revision":{"revisionType":"GitHub","gitHubLocation":"$value"}})"},
    simple_parameter{"codedeploy", revisions, "s3-location",
                     R"({"revision":{"revisionType":"S3","s3Location":"$value"}})"},
    simple_parameter{"config", "PutConfigurationRecorder", "recording-group",
                     R"({"ConfigurationRecorder":{"recordingGroup":"$value"}})"},
    simple_parameter{"ec2", group_rules, "cidr", R"({"IpPermissions":[{"IpRanges":[{"CidrIp":"$value"}]}]})"},
    simple_parameter{"ec2", group_rules, "group-owner",
                     R"({"IpPermissions":[{"UserIdGroupPairs":[{"UserId":"$value"}]}]})"},
    simple_parameter{"ec2", group_rules, "port", R"({"IpPermissions":[{"FromPort":"$from","ToPort":"$to"}]})", range},
    simple_parameter{"ec2", group_rules, "protocol", R"({"IpPermissions":[{"IpProtocol":"$value"}]})"},
    simple_parameter{"ec2", group_rules, "source-group",
                     R"({"IpPermissions":[{"UserIdGroupPairs":[{"GroupId":"$value"}]}]})", group_id,
                     R"({"IpPermissions":[{"UserIdGroupPairs":[{"GroupName":"$value"}]}]})"},
    simple_parameter{"ec2", "CreateImage", "reboot", R"({"NoReboot":false})", flag},
    simple_parameter{"ec2", "CreateNetworkAclEntry DeleteNetworkAclEntry ReplaceNetworkAclEntry", "ingress",
                     R"({"Egress":false})", flag},
    simple_parameter{"ec2", "RunInstances", "associate-public-ip-address",
                     R"({"NetworkInterfaces":[{"DeviceIndex":0,"AssociatePublicIpAddress":true}]})", flag},
    simple_parameter{"ec2", "RunInstances", "count", R"({"MinCount":"$from","MaxCount":"$to"})", range},
    simple_parameter{"ec2", "RunInstances", "enable-api-termination", R"({"DisableApiTermination":false})", flag},
    simple_parameter{"ec2", "RunInstances", "no-associate-public-ip-address",
                     R"({"NetworkInterfaces":[{"DeviceIndex":0,"AssociatePublicIpAddress":false}]})", flag},
    simple_parameter{"ec2", "RunInstances", "secondary-private-ip-address-count",
                     R"({"NetworkInterfaces":[{"DeviceIndex":0,"SecondaryPrivateIpAddressCount":"$value"}]})"},
    simple_parameter{"ec2", "RunInstances", "secondary-private-ip-addresses",
                     R"({"NetworkInterfaces":[{"DeviceIndex":0,"PrivateIpAddresses":"$value"}]})", addresses},
    simple_parameter{"ecs", "CreateDaemon CreateService RunTask StartTask UpdateDaemon UpdateService",
                     "disable-execute-command", R"({"enableExecuteCommand":false})", flag},
    simple_parameter{"emr", "ListClusters", "active",
                     R"({"ClusterStates":["STARTING","BOOTSTRAPPING","RUNNING","WAITING","TERMINATING"]})", flag},
    simple_parameter{"emr", "ListClusters", "failed", R"({"ClusterStates":["TERMINATED_WITH_ERRORS"]})", flag},
    simple_parameter{"emr", "ListClusters", "terminated", R"({"ClusterStates":["TERMINATED"]})", flag},
    simple_parameter{"quicksight", "StartAssetBundleImportJob", "asset-bundle-import-source-bytes",
                     R"({"AssetBundleImportSource":{"Body":"$value"}})"},
    simple_parameter{"ses", "SendEmail", "bcc", R"({"Destination":{"BccAddresses":"$value"}})"},
    simple_parameter{"ses", "SendEmail", "cc", R"({"Destination":{"CcAddresses":"$value"}})"},
    simple_parameter{"ses", "SendEmail", "from", R"({"Source":"$value"})"},
    simple_parameter{"ses", "SendEmail", "html", R"({"Message":{"Body":{"Html":{"Data":"$value"}}}})"},
    simple_parameter{"ses", "SendEmail", "subject", R"({"Message":{"Subject":{"Data":"$value"}}})"},
    simple_parameter{"ses", "SendEmail", "text", R"({"Message":{"Body":{"Text":{"Data":"$value"}}}})"},
    simple_parameter{"ses", "SendEmail", "to", R"({"Destination":{"ToAddresses":"$value"}})"},
    simple_parameter{"translate", "ImportTerminology", "data-file", R"({"TerminologyData":{"File":"$value"}})"},
};

bool belongs_to(const simple_parameter& row, const operation_model& operation) noexcept {
  if (row.service != operation.service_name()) return false;
  for (auto rest = row.operations;;) {
    const auto space = rest.find(' ');
    if (rest.substr(0, space) == operation.name()) return true;
    if (space == rest.npos) return false;
    rest.remove_prefix(space + 1);
  }
}

}  // namespace

std::vector<simple_parameter> simple_parameters(const operation_model& operation) {
  std::vector<simple_parameter> own;
  for (const auto& row : rows)
    if (belongs_to(row, operation)) own.push_back(row);
  return own;
}

std::size_t simple_parameter_count() noexcept {
  std::size_t count = 0;
  for (const auto& row : rows) count += 1 + static_cast<std::size_t>(std::ranges::count(row.operations, ' '));
  return count;
}

const simple_parameter* find_simple_parameter(const operation_model& operation, std::string_view option) noexcept {
  for (const auto& row : rows)
    if (row.option == option && belongs_to(row, operation)) return &row;
  return nullptr;
}

}  // namespace aloft::cli
