#include "cli/customizations/absent_command.hpp"

#include <array>

namespace aloft::cli {
namespace {

struct absent_command {
  std::string_view service, command, instead;
};

constexpr std::array rows{
    absent_command{"cloudtrail", "validate-logs", "the AWS CLI checks digests of log files"},
    absent_command{"cloudtrail", "verify-query-results", "the AWS CLI checks signatures of query results"},
    absent_command{"codecommit", "credential-helper", "git-remote-codecommit signs what git asks"},
    absent_command{"config", "subscribe",
                   "put-configuration-recorder, put-delivery-channel and start-configuration-recorder"},
    absent_command{"codedeploy", "install", "the agent's own installer"},
    absent_command{"codedeploy", "uninstall", "the agent's own installer"},
    absent_command{"codedeploy", "register", "register-on-premises-instance and add-tags-to-on-premises-instances"},
    absent_command{"codedeploy", "deregister", "deregister-on-premises-instance"},
    absent_command{"datapipeline", "create-default-roles", "iam create-role and iam attach-role-policy"},
    absent_command{"ddb", "", "dynamodb put-item and dynamodb scan or query"},
    absent_command{"ec2-instance-connect", "ssh", "send-ssh-public-key, then ssh"},
    absent_command{"ec2-instance-connect", "open-tunnel", "the AWS CLI opens tunnels"},
    absent_command{"ecs", "deploy",
                   "register-task-definition, then deploy create-deployment with the AppSpec as content"},
    absent_command{"emr", "create-cluster", "run-job-flow takes the same as structures"},
    absent_command{"emr", "add-steps", "add-job-flow-steps takes the same as structures"},
    absent_command{"emr", "modify-cluster-attributes", "set-termination-protection, set-visible-to-all-users"},
    absent_command{"emr", "install-applications", "run-job-flow --applications"},
    absent_command{"emr", "ssh", "ssh to the MasterPublicDnsName of describe-cluster"},
    absent_command{"emr", "socks", "ssh -D to the MasterPublicDnsName of describe-cluster"},
    absent_command{"emr", "put", "scp to the MasterPublicDnsName of describe-cluster"},
    absent_command{"emr", "get", "scp from the MasterPublicDnsName of describe-cluster"},
    absent_command{"emr", "create-hbase-backup", "add-job-flow-steps"},
    absent_command{"emr", "restore-from-hbase-backup", "add-job-flow-steps"},
    absent_command{"emr", "schedule-hbase-backup", "add-job-flow-steps"},
    absent_command{"emr", "disable-hbase-backups", "add-job-flow-steps"},
    absent_command{"emr-containers", "update-role-trust-policy", "iam update-assume-role-policy"},
    absent_command{"gamelift", "upload-build", "request-upload-credentials, then s3api put-object with them"},
    absent_command{"gamelift", "get-game-session-log", "get-game-session-log-url, whose address anybody may read"},
    absent_command{"history", "", "--debug says what is sent, --print-request what would be"},
    absent_command{"lightsail", "push-container-image", "lightsailctl pushes images"},
    absent_command{"s3", "website", "s3api put-bucket-website"},
    absent_command{"servicecatalog", "generate", "cloudformation package, then create-product"},
};

}  // namespace

std::string_view instead_of(std::string_view service, std::string_view command) noexcept {
  for (const auto& row : rows)
    if (row.service == service && row.command == command) return row.instead;
  return {};
}

}  // namespace aloft::cli
