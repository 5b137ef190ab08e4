#include "cli/command/registry.hpp"

#include "cli/command/further_commands.hpp"
#include "cli/command/queue_commands.hpp"
#include "cli/command/s3/s3_commands.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace aloft::cli {
namespace {

constexpr std::array rows{
    command_entry{"ec2 rules", "[--regions LIST]", "every security-group rule as one flat table", run_rules},
    command_entry{"lambda batch", "--function NAME [--input FILE] [--parallel N]",
                  "a function invoked with each line of a file, results in order", run_lambda_batch},
    command_entry{"compare", "SERVICE OPERATION --regions LIST",
                  "one after another, on threads, asynchronously: what each costs", run_compare},
    command_entry{"local", "[--port N] [--latency 80ms]", "an AWS of your own on this machine, for trying and testing",
                  run_local},
    command_entry{"whoami", "", "account, ARN, region, and where the credentials come from", run_whoami},
    command_entry{"configure", "", "asks for keys, region and format and keeps them", run_configure},
    command_entry{"configure list", "", "every setting and where it was found", run_configure_list},
    command_entry{"configure export-credentials", "[--format env]", "credentials for shells and other programs",
                  run_export_credentials},
    command_entry{"configure set", "NAME VALUE", "keeps one setting of a profile", run_configure_set},
    command_entry{"configure get", "NAME", "one setting of a profile", run_configure_get},
    command_entry{"configure list-profiles", "", "names of the profiles", run_list_profiles},
    command_entry{"configure import", "--csv file://FILE", "access keys as the console hands them out",
                  run_configure_import},
    command_entry{"configure sso-session", "", "asks for a session of IAM Identity Center and keeps it",
                  run_configure_sso_session},
    command_entry{"configure sso", "[--profile NAME]", "a profile for an account and role of IAM Identity Center",
                  run_configure_sso},
    command_entry{"configure add-model", "--service-model file://FILE", "a service that this build does not know",
                  run_add_model},
    command_entry{"exec", "--profile NAME -- COMMAND", "a command with the profile's credentials", run_exec, {}, true},
    command_entry{"s3 ls", "[s3://BUCKET/PREFIX] [--recursive] [--human-readable] [--summarize]",
                  "buckets, or the objects of one", run_s3_ls},
    command_entry{"s3 cp", "SOURCE DESTINATION [--recursive] [--include|--exclude PATTERN]",
                  "files and objects, copied up, down or across", run_s3_transfer},
    command_entry{"s3 mv", "SOURCE DESTINATION [--recursive]", "the same, and the source removed once all is there",
                  run_s3_transfer},
    command_entry{"s3 sync", "SOURCE DESTINATION [--delete] [--compare size|time|etag|checksum]",
                  "what is new or different, and with --delete no more than that", run_s3_transfer},
    command_entry{"s3 rm", "s3://BUCKET/KEY [--recursive]", "objects removed", run_s3_rm},
    command_entry{"s3 mb", "s3://BUCKET", "a bucket made", run_s3_mb},
    command_entry{"s3 rb", "s3://BUCKET [--force]", "a bucket removed, with --force all that is in it", run_s3_rb},
    command_entry{"s3 du", "s3://BUCKET/PREFIX ... [--human-readable]", "how many objects, and how large", run_s3_du},
    command_entry{"s3 cat", "s3://BUCKET/KEY ...", "objects to the standard output", run_s3_cat},
    command_entry{"s3 pipe", "s3://BUCKET/KEY", "the standard input to an object", run_s3_pipe},
    command_entry{"s3 verify", "PLACE PLACE", "whether two trees hold the same, by checksums", run_s3_verify},
    command_entry{"s3 run", "FILE|- [--lines N]", "cp, mv, sync and rm, a command a line, some at once", run_s3_run},
    command_entry{"s3 uploads", "s3://BUCKET [--abort-older 7d]", "uploads in parts that nobody has finished",
                  run_s3_uploads},
    command_entry{"s3 presign", "s3://BUCKET/KEY", "a URL that anybody may read until it expires", run_s3_presign},
    command_entry{"s3 presign-post", "s3://BUCKET/KEY", "a form by which anybody may upload until it expires",
                  run_s3_presign_post},
    command_entry{"rds generate-db-auth-token", "--hostname HOST --port PORT --username USER",
                  "a password for a database user", run_rds_token},
    command_entry{"dsql generate-db-connect-auth-token", "--hostname HOST", "a password for Aurora DSQL",
                  run_dsql_token},
    command_entry{"dsql generate-db-connect-admin-auth-token", "--hostname HOST",
                  "a password for Aurora DSQL's role admin", run_dsql_token},
    command_entry{"ecr get-login-password", "", "a password for docker login", run_ecr_password},
    command_entry{"ecr-public get-login-password", "", "the same for public.ecr.aws", run_ecr_public_password},
    command_entry{"ecr get-login", "[--no-include-email] [--registry-ids ID ...]", "a docker login command",
                  run_ecr_login},
    command_entry{"eks get-token", "--cluster-name NAME [--role-arn ARN]", "a token for kubectl", run_eks_token},
    command_entry{"eks update-kubeconfig", "--name NAME", "kubectl's configuration for a cluster",
                  run_update_kubeconfig},
    command_entry{"cloudformation deploy", "--template-file FILE --stack-name NAME",
                  "a stack made or brought to what a template says", run_deploy},
    command_entry{"cloudformation package", "--template-file FILE --s3-bucket NAME",
                  "a template's local files uploaded, and the template that names their places", run_package},
    command_entry{"cloudfront sign", "--url URL --key-pair-id ID --private-key file://FILE --date-less-than TIME",
                  "an address that CloudFront serves until a time", run_cloudfront_sign},
    command_entry{"codedeploy push", "--application-name NAME --s3-location s3://BUCKET/KEY",
                  "a folder as a revision of an application", run_deploy_push},
    command_entry{"config get-status", "", "whether AWS Config records and delivers", run_config_status},
    command_entry{"emr create-default-roles", "", "the roles that clusters take", run_default_roles},
    command_entry{"emr terminate-clusters", "--cluster-ids ID ...", "clusters ended", run_operation_alias},
    command_entry{"dlm create-default-role", "[--resource-type snapshot|image]", "the role that policies take",
                  run_default_roles},
    command_entry{"rds add-option-to-option-group", "--option-group-name NAME --options VALUE ...",
                  "options added to a group", run_operation_alias},
    command_entry{"rds remove-option-from-option-group", "--option-group-name NAME --options NAME ...",
                  "options taken out of a group", run_operation_alias},
    command_entry{"codeartifact login", "--tool pip|twine|npm --domain NAME --repository NAME",
                  "a package repository for a tool", run_codeartifact_login},
    command_entry{"logs tail", "GROUP… [--since 10m] [--follow] [--filter-pattern TEXT] [--format short]",
                  "log groups from a while ago on, and live", run_logs_tail},
    command_entry{"sso login", "[--sso-session NAME] [--no-browser] [--use-device-code]",
                  "a token of IAM Identity Center, by your browser", run_sso_login},
    command_entry{"sso logout", "", "ends the sessions and removes their tokens", run_sso_logout},
    command_entry{"login", "[--profile NAME] [--remote]", "keys for a while, by your browser and the console's login",
                  run_login},
    command_entry{"logout", "[--profile NAME | --all]", "removes what a login has left", run_logout},
    command_entry{"sqs listen", "--queue NAME|URL|ARN [--exec CMD]",
                  "a queue's messages, each to a command or as a line", run_sqs_listen},
    command_entry{"sqs drain", "--queue NAME|URL|ARN", "every message of a queue as a line, and deleted",
                  run_sqs_drain},
    command_entry{"sqs send", "--queue NAME|URL|ARN [FILE]", "a message for each line", run_sqs_send},
    command_entry{"sqs redrive", "--queue DLQ [--to QUEUE] [--rate N]", "a dead-letter queue's messages, moved back",
                  run_sqs_redrive},
    command_entry{"sqs allow-topic", "QUEUE TOPIC-ARN", "lets a topic send to a queue, whose policy is merged",
                  run_sqs_allow_topic},
    command_entry{"sqs disallow-topic", "QUEUE TOPIC-ARN", "undoes that", run_sqs_disallow_topic},
    command_entry{"sns verify", "FILE|-", "whether a notification that came over HTTP is from SNS", run_sns_verify},
    command_entry{"sns publish-lines", "--topic-arn ARN [FILE]", "a notification for each line", run_sns_publish_lines},
    command_entry{"sns subscribe-queue", "TOPIC-ARN QUEUE", "a queue that gets what a topic publishes",
                  run_sns_subscribe_queue},
    command_entry{"sns listen", "TOPIC-ARN [--exec CMD]", "what a topic publishes, by a queue for as long as it runs",
                  run_sns_listen},
    command_entry{"ssm start-session", "--target ID", "a shell on a machine, by session-manager-plugin",
                  run_start_session},
    command_entry{"ecs execute-command", "--task ID --interactive --command CMD",
                  "a command in a container, by session-manager-plugin", run_execute_command},
    command_entry{"completion", "[install] bash|zsh|fish", "completion of commands, parameters and values by Tab",
                  run_completion},
    command_entry{"__complete", "", "", run_complete, {}, true},
    command_entry{"sign", "--service NAME FILE|URL", "any HTTP request signed, for other programs and for debugging",
                  run_sign},
    command_entry{"docs", "[SERVICE ...] --format html|man --output DIR", "the reference of services, as files",
                  run_docs, "output"},
    command_entry{"services", "[SERVICE]", "the services there are; the operations of one", run_services},
};

/// Whether the name's words are the first of `words`.
bool starts(std::span<const std::string> words, std::string_view name) {
  for (const auto& word : words) {
    const auto space = name.find(' ');
    if (name.substr(0, space) != word) return false;
    if (space == std::string_view::npos) return true;
    name.remove_prefix(space + 1);
  }
  return false;
}

}  // namespace

std::span<const command_entry> commands() { return rows; }

const command_entry* find_command(std::span<const std::string> words) {
  // The AWS CLI's names of services whose commands are here.
  constexpr std::array spellings{std::pair<std::string_view, std::string_view>{"deploy", "codedeploy"},
                                 std::pair<std::string_view, std::string_view>{"configservice", "config"}};
  std::vector<std::string> by_folder;
  for (const auto& [typed, folder] : spellings) {
    if (words.empty() || words[0] != typed) continue;
    by_folder.assign(words.begin(), words.end());
    by_folder[0] = folder;
    words = by_folder;
  }
  const command_entry* found = nullptr;
  for (const auto& row : rows)
    if (starts(words, row.name) && (!found || row.name.size() > found->name.size())) found = &row;
  return found;
}

std::vector<const command_entry*> commands_of(std::string_view group) {
  std::vector<const command_entry*> own;
  for (const auto& row : rows)
    if (row.name.substr(0, row.name.find(' ')) == group && row.name != group) own.push_back(&row);
  return own;
}

std::vector<std::string> command_names() {
  // Groups of other names are services.
  constexpr std::array<std::string_view, 2> groups{"configure", "completion"};
  std::vector<std::string> names{"help"};
  for (const auto& row : rows) {
    if (row.summary.empty()) continue;  // no command for people
    const auto first = row.name.substr(0, row.name.find(' '));
    const bool own = row.name == first || std::find(groups.begin(), groups.end(), first) != groups.end();
    if (own && std::find(names.begin(), names.end(), first) == names.end()) names.emplace_back(first);
  }
  return names;
}

}  // namespace aloft::cli
