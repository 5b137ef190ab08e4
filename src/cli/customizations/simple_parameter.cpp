#include "cli/customizations/simple_parameter.hpp"

#include <algorithm>
#include <array>
#include <tuple>

namespace aloft::cli {
namespace {

using enum simple_form;

/// Sorted by service, operation and option.
constexpr std::array rows{
    simple_parameter{"cloudfront", "CreateDistribution", "default-root-object",
                     R"({"DistributionConfig":{"DefaultRootObject":"$value"}})"},
    simple_parameter{
        "cloudfront", "CreateDistribution", "origin-domain-name",
        R"({"DistributionConfig":{"CallerReference":"$new","Comment":"","Enabled":true,"Origins":{"Quantity":1,"Items":[{"Id":"$value","DomainName":"$value","S3OriginConfig":{"OriginAccessIdentity":""}}]},"DefaultCacheBehavior":{"TargetOriginId":"$value","ViewerProtocolPolicy":"allow-all","ForwardedValues":{"QueryString":false,"Cookies":{"Forward":"none"}},"TrustedSigners":{"Enabled":false,"Quantity":0},"MinTTL":0}}})"},
    simple_parameter{
        "cloudfront", "CreateInvalidation", "paths",
        R"({"InvalidationBatch":{"Paths":{"Quantity":"$count","Items":"$value"},"CallerReference":"$new"}})"},
    simple_parameter{"cloudfront", "UpdateDistribution", "default-root-object",
                     R"({"DistributionConfig":{"DefaultRootObject":"$value"}})"},
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
    simple_parameter{"codedeploy", "CreateDeployment", "github-location",
                     R"({"revision":{"revisionType":"GitHub","gitHubLocation":"$value"}})"},
    simple_parameter{"codedeploy", "CreateDeployment", "s3-location",
                     R"({"revision":{"revisionType":"S3","s3Location":"$value"}})"},
    simple_parameter{"codedeploy", "GetApplicationRevision", "github-location",
                     R"({"revision":{"revisionType":"GitHub","gitHubLocation":"$value"}})"},
    simple_parameter{"codedeploy", "GetApplicationRevision", "s3-location",
                     R"({"revision":{"revisionType":"S3","s3Location":"$value"}})"},
    simple_parameter{"codedeploy", "RegisterApplicationRevision", "github-location",
                     R"({"revision":{"revisionType":"GitHub","gitHubLocation":"$value"}})"},
    simple_parameter{"codedeploy", "RegisterApplicationRevision", "s3-location",
                     R"({"revision":{"revisionType":"S3","s3Location":"$value"}})"},
    simple_parameter{"config", "PutConfigurationRecorder", "recording-group",
                     R"({"ConfigurationRecorder":{"recordingGroup":"$value"}})"},
    simple_parameter{"ec2", "AuthorizeSecurityGroupEgress", "cidr",
                     R"({"IpPermissions":[{"IpRanges":[{"CidrIp":"$value"}]}]})"},
    simple_parameter{"ec2", "AuthorizeSecurityGroupEgress", "group-owner",
                     R"({"IpPermissions":[{"UserIdGroupPairs":[{"UserId":"$value"}]}]})"},
    simple_parameter{"ec2", "AuthorizeSecurityGroupEgress", "port",
                     R"({"IpPermissions":[{"FromPort":"$from","ToPort":"$to"}]})", range},
    simple_parameter{"ec2", "AuthorizeSecurityGroupEgress", "protocol",
                     R"({"IpPermissions":[{"IpProtocol":"$value"}]})"},
    simple_parameter{"ec2", "AuthorizeSecurityGroupEgress", "source-group",
                     R"({"IpPermissions":[{"UserIdGroupPairs":[{"GroupId":"$value"}]}]})", group_id,
                     R"({"IpPermissions":[{"UserIdGroupPairs":[{"GroupName":"$value"}]}]})"},
    simple_parameter{"ec2", "AuthorizeSecurityGroupIngress", "cidr",
                     R"({"IpPermissions":[{"IpRanges":[{"CidrIp":"$value"}]}]})"},
    simple_parameter{"ec2", "AuthorizeSecurityGroupIngress", "group-owner",
                     R"({"IpPermissions":[{"UserIdGroupPairs":[{"UserId":"$value"}]}]})"},
    simple_parameter{"ec2", "AuthorizeSecurityGroupIngress", "port",
                     R"({"IpPermissions":[{"FromPort":"$from","ToPort":"$to"}]})", range},
    simple_parameter{"ec2", "AuthorizeSecurityGroupIngress", "protocol",
                     R"({"IpPermissions":[{"IpProtocol":"$value"}]})"},
    simple_parameter{"ec2", "AuthorizeSecurityGroupIngress", "source-group",
                     R"({"IpPermissions":[{"UserIdGroupPairs":[{"GroupId":"$value"}]}]})", group_id,
                     R"({"IpPermissions":[{"UserIdGroupPairs":[{"GroupName":"$value"}]}]})"},
    simple_parameter{"ec2", "CreateImage", "reboot", R"({"NoReboot":false})", flag},
    simple_parameter{"ec2", "CreateNetworkAclEntry", "ingress", R"({"Egress":false})", flag},
    simple_parameter{"ec2", "DeleteNetworkAclEntry", "ingress", R"({"Egress":false})", flag},
    simple_parameter{"ec2", "ReplaceNetworkAclEntry", "ingress", R"({"Egress":false})", flag},
    simple_parameter{"ec2", "RevokeSecurityGroupEgress", "cidr",
                     R"({"IpPermissions":[{"IpRanges":[{"CidrIp":"$value"}]}]})"},
    simple_parameter{"ec2", "RevokeSecurityGroupEgress", "group-owner",
                     R"({"IpPermissions":[{"UserIdGroupPairs":[{"UserId":"$value"}]}]})"},
    simple_parameter{"ec2", "RevokeSecurityGroupEgress", "port",
                     R"({"IpPermissions":[{"FromPort":"$from","ToPort":"$to"}]})", range},
    simple_parameter{"ec2", "RevokeSecurityGroupEgress", "protocol", R"({"IpPermissions":[{"IpProtocol":"$value"}]})"},
    simple_parameter{"ec2", "RevokeSecurityGroupEgress", "source-group",
                     R"({"IpPermissions":[{"UserIdGroupPairs":[{"GroupId":"$value"}]}]})", group_id,
                     R"({"IpPermissions":[{"UserIdGroupPairs":[{"GroupName":"$value"}]}]})"},
    simple_parameter{"ec2", "RevokeSecurityGroupIngress", "cidr",
                     R"({"IpPermissions":[{"IpRanges":[{"CidrIp":"$value"}]}]})"},
    simple_parameter{"ec2", "RevokeSecurityGroupIngress", "group-owner",
                     R"({"IpPermissions":[{"UserIdGroupPairs":[{"UserId":"$value"}]}]})"},
    simple_parameter{"ec2", "RevokeSecurityGroupIngress", "port",
                     R"({"IpPermissions":[{"FromPort":"$from","ToPort":"$to"}]})", range},
    simple_parameter{"ec2", "RevokeSecurityGroupIngress", "protocol", R"({"IpPermissions":[{"IpProtocol":"$value"}]})"},
    simple_parameter{"ec2", "RevokeSecurityGroupIngress", "source-group",
                     R"({"IpPermissions":[{"UserIdGroupPairs":[{"GroupId":"$value"}]}]})", group_id,
                     R"({"IpPermissions":[{"UserIdGroupPairs":[{"GroupName":"$value"}]}]})"},
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
    simple_parameter{"ecs", "CreateDaemon", "disable-execute-command", R"({"enableExecuteCommand":false})", flag},
    simple_parameter{"ecs", "CreateService", "disable-execute-command", R"({"enableExecuteCommand":false})", flag},
    simple_parameter{"ecs", "RunTask", "disable-execute-command", R"({"enableExecuteCommand":false})", flag},
    simple_parameter{"ecs", "StartTask", "disable-execute-command", R"({"enableExecuteCommand":false})", flag},
    simple_parameter{"ecs", "UpdateDaemon", "disable-execute-command", R"({"enableExecuteCommand":false})", flag},
    simple_parameter{"ecs", "UpdateService", "disable-execute-command", R"({"enableExecuteCommand":false})", flag},
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

}  // namespace

std::span<const simple_parameter> simple_parameters(const model::operation& operation) noexcept {
  const auto key = [](const simple_parameter& row) { return std::tie(row.service, row.operation); };
  const auto service = operation.owner->metadata().name;
  const auto wanted = std::tie(service, operation.name);
  const auto first =
      std::find_if(rows.begin(), rows.end(), [&](const simple_parameter& row) { return key(row) == wanted; });
  const auto last = std::find_if(first, rows.end(), [&](const simple_parameter& row) { return key(row) != wanted; });
  return {first, last};
}

std::size_t simple_parameter_count() noexcept { return rows.size(); }

const simple_parameter* find_simple_parameter(const model::operation& operation, std::string_view option) noexcept {
  const auto own = simple_parameters(operation);
  const auto found = std::find_if(own.begin(), own.end(), [&](const auto& row) { return row.option == option; });
  return found == own.end() ? nullptr : &*found;
}

}  // namespace aloft::cli
