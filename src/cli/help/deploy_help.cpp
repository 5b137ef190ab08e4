#include "cli/help/command_page.hpp"

#include <array>

namespace aloft::cli {
namespace {

constexpr std::string_view deploy_help = R"(aloft cloudformation deploy

  A stack made, or brought to what a template says, by a change set; waits until it is done. What a template that would
  change nothing ends with is 0.

Usage
  aloft cloudformation deploy --template-file FILE --stack-name NAME [OPTION ...]

Options
  --parameter-overrides KEY=VALUE ...   Others keep the values they have
  --capabilities NAME ...               CAPABILITY_IAM, CAPABILITY_NAMED_IAM, CAPABILITY_AUTO_EXPAND
  --tags KEY=VALUE ...
  --role-arn ARN                        The role that CloudFormation takes
  --notification-arns ARN ...
  --s3-bucket NAME                      Upload the template: those above 51,200 bytes must be
  --s3-prefix PREFIX, --kms-key-id ID, --force-upload
  --no-execute-changeset                Make the change set and leave it
  --fail-on-empty-changeset             A template that changes nothing ends with 255
  --disable-rollback                    Leave what has been made when something fails
)";

constexpr std::string_view package_help = R"(aloft cloudformation package

  Uploads the local files and folders that a template names (code of functions, nested stacks, ...) under names made of
  their contents, and writes the template that names their places in S3. What is there already is not sent again.

Usage
  aloft cloudformation package --template-file FILE --s3-bucket NAME [OPTION ...]

Options
  --output-template-file FILE   Instead of the standard output
  --s3-prefix PREFIX            Before the names
  --kms-key-id ID               Encrypt with this key
  --use-json                    Write JSON
  --force-upload                Send what is there already, too
  --metadata KEY=VALUE,...      Of the objects
)";

constexpr std::string_view push_help = R"(aloft deploy push

  A folder as a revision of an application of CodeDeploy: packed, uploaded, registered. It needs an appspec.yml.

Usage
  aloft deploy push --application-name NAME --s3-location s3://BUCKET/KEY [OPTION ...]
      --source FOLDER          (.)
      --ignore-hidden-files    Leave files out whose names start with a dot
      --description TEXT
)";

constexpr std::string_view ecr_help = R"(aloft ecr get-login-password

  A password for docker login, good for twelve hours, on the standard output. ecr-public: for public.ecr.aws.

Usage
  aloft ecr get-login-password [--region REGION]
  aloft ecr-public get-login-password

Example
  aloft ecr get-login-password | docker login --username AWS --password-stdin ACCOUNT.dkr.ecr.REGION.amazonaws.com
)";

constexpr std::string_view ecr_login_help = R"(aloft ecr get-login

  A docker login command with its password, which other users of the machine may see: prefer get-login-password.

Usage
  aloft ecr get-login [--no-include-email] [--registry-ids ID ...]
)";

constexpr std::string_view eks_token_help = R"(aloft eks get-token

  A token for kubectl, as its exec plugins print them. Nothing is sent.

Usage
  aloft eks get-token --cluster-name NAME [--role-arn ARN]
      --cluster-id ID   For clusters on Outposts
      --role-arn ARN    The role that is somebody to the cluster
)";

constexpr std::string_view kubeconfig_help = R"(aloft eks update-kubeconfig

  Puts a cluster, a user and a context into kubectl's configuration, and makes the context the current one. Other entries
  stay.

Usage
  aloft eks update-kubeconfig --name NAME [OPTION ...]

Options
  --kubeconfig FILE   Instead of the first file of KUBECONFIG, or ~/.kube/config
  --role-arn ARN      The role that is somebody to the cluster
  --alias NAME        Name of the context (the cluster's ARN)
  --user-alias NAME   Name of the user
  --dry-run           Print the file, and write nothing
  --verbose
)";

constexpr std::string_view codeartifact_help = R"(aloft codeartifact login

  A package repository of CodeArtifact set up for a tool, with a token that is good for a while.

Usage
  aloft codeartifact login --tool pip|twine|npm --domain NAME --repository NAME [OPTION ...]
      --domain-owner ACCOUNT
      --duration-seconds N   How long the token is good
      --namespace NAME       A scope of npm
      --dry-run              Print the commands, and run none
)";

constexpr std::string_view config_status_help = R"(aloft configservice get-status

  Whether AWS Config records and delivers: recorders and delivery channels, with their last outcomes.

Usage
  aloft configservice get-status
)";

constexpr std::string_view roles_help = R"(aloft emr create-default-roles

  The roles that clusters take (EMR_DefaultRole, EMR_EC2_DefaultRole and its instance profile). What is there stays.

Usage
  aloft emr create-default-roles
)";

constexpr std::string_view dlm_help = R"(aloft dlm create-default-role

  The role that lifecycle policies take. What is there stays.

Usage
  aloft dlm create-default-role [--resource-type snapshot|image]
)";

constexpr std::string_view terminate_help = R"(aloft emr terminate-clusters

  Clusters ended: TerminateJobFlows under the name that people know.

Usage
  aloft emr terminate-clusters --cluster-ids ID ...
)";

constexpr std::string_view add_option_help = R"(aloft rds add-option-to-option-group

  Options added to a group: ModifyOptionGroup's OptionsToInclude.

Usage
  aloft rds add-option-to-option-group --option-group-name NAME --options VALUE ... [--apply-immediately]
)";

constexpr std::string_view remove_option_help = R"(aloft rds remove-option-from-option-group

  Options taken out of a group: ModifyOptionGroup's OptionsToRemove.

Usage
  aloft rds remove-option-from-option-group --option-group-name NAME --options NAME ... [--apply-immediately]
)";

constexpr std::string_view start_session_help = R"(aloft ssm start-session

  A shell on a machine, or a tunnel to it, through Systems Manager. Needs session-manager-plugin on the PATH.

Usage
  aloft ssm start-session --target ID [--document-name NAME [--parameters VALUE]] [--reason TEXT]

Examples
  aloft ssm start-session --target i-0123456789abcdef0
  aloft ssm start-session --target i-0123456789abcdef0 --document-name AWS-StartPortForwardingSession \
      --parameters portNumber=5432,localPortNumber=5432
)";

constexpr std::string_view execute_command_help = R"(aloft ecs execute-command

  A command in a container, with your terminal. Needs session-manager-plugin on the PATH.

Usage
  aloft ecs execute-command --task ID --interactive --command CMD [--cluster NAME] [--container NAME]
)";

constexpr std::array deploy_commands{
    command_page{"cloudformation deploy", deploy_help},
    command_page{"cloudformation package", package_help},
    command_page{"codedeploy push", push_help},
    command_page{"deploy push", push_help},
    command_page{"ecr get-login-password", ecr_help},
    command_page{"ecr-public get-login-password", ecr_help},
    command_page{"ecr get-login", ecr_login_help},
    command_page{"eks get-token", eks_token_help},
    command_page{"eks update-kubeconfig", kubeconfig_help},
    command_page{"codeartifact login", codeartifact_help},
    command_page{"config get-status", config_status_help},
    command_page{"configservice get-status", config_status_help},
    command_page{"emr create-default-roles", roles_help},
    command_page{"dlm create-default-role", dlm_help},
    command_page{"emr terminate-clusters", terminate_help},
    command_page{"rds add-option-to-option-group", add_option_help},
    command_page{"rds remove-option-from-option-group", remove_option_help},
    command_page{"ssm start-session", start_session_help},
    command_page{"ecs execute-command", execute_command_help},
};

}  // namespace

std::span<const command_page> deploy_pages() noexcept { return deploy_commands; }

}  // namespace aloft::cli
