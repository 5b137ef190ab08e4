#pragma once
// The commands of the program. Each gives the exit status; errors are thrown as aloft::error.

#include "cli/console.hpp"
#include "cli/options/global_options.hpp"

namespace aloft::cli {

/// `aloft SERVICE OPERATION …`: one call, in one region or many.
int run_call(const global_options& options, console& out);

/// `aloft SERVICE wait NAME …`.
int run_wait(const global_options& options, console& out);
int run_wait_help(const global_options& options, console& out);

/// `aloft services [SERVICE]`.
int run_services(const global_options& options, console& out);

/// Help for the program, a service or an operation: `words` without the word help.
int run_help(const global_options& options, const std::vector<std::string>& words, console& out);

/// `aloft ec2 rules`.
int run_rules(const global_options& options, console& out);

/// `aloft lambda batch --function NAME`.
int run_lambda_batch(const global_options& options, console& out);

/// `aloft compare SERVICE OPERATION --regions LIST`.
int run_compare(const global_options& options, console& out);

/// `aloft whoami`.
int run_whoami(const global_options& options, console& out);

/// `aloft configure list`, `aloft configure export-credentials`.
int run_configure_list(const global_options& options, console& out);
int run_export_credentials(const global_options& options, console& out);

/// `aloft configure`, which asks, `set`, `get`, `list-profiles`, `import`, `sso-session`.
int run_configure(const global_options& options, console& out);
int run_configure_set(const global_options& options, console& out);
int run_configure_get(const global_options& options, console& out);
int run_list_profiles(const global_options& options, console& out);
int run_configure_import(const global_options& options, console& out);
int run_configure_sso_session(const global_options& options, console& out);

/// `aloft exec -- COMMAND`: becomes the command; returns only when it cannot.
int run_exec(const global_options& options, console& out);

/// `aloft s3 presign s3://BUCKET/KEY` and `aloft s3 presign-post s3://BUCKET/KEY`.
int run_s3_presign(const global_options& options, console& out);
int run_s3_presign_post(const global_options& options, console& out);

/// `aloft rds generate-db-auth-token`; `aloft dsql generate-db-connect-auth-token`, `…-admin-auth-token`.
int run_rds_token(const global_options& options, console& out);
int run_dsql_token(const global_options& options, console& out);

/// `aloft ecr get-login-password`, `aloft ecr-public get-login-password`, `aloft ecr get-login`.
int run_ecr_password(const global_options& options, console& out);
int run_ecr_public_password(const global_options& options, console& out);
int run_ecr_login(const global_options& options, console& out);

/// `aloft eks get-token`, `aloft eks update-kubeconfig`.
int run_update_kubeconfig(const global_options& options, console& out);
int run_eks_token(const global_options& options, console& out);

/// `aloft cloudformation deploy` and `package`, `aloft codeartifact login`.
int run_package(const global_options& options, console& out);
int run_deploy(const global_options& options, console& out);
int run_codeartifact_login(const global_options& options, console& out);

/// `aloft logs tail GROUP…`.
int run_logs_tail(const global_options& options, console& out);

/// `aloft sso login`, `aloft sso logout`.
int run_sso_login(const global_options& options, console& out);
int run_sso_logout(const global_options& options, console& out);

/// `aloft login`, `aloft logout`: AWS Sign-In.
int run_login(const global_options& options, console& out);
int run_logout(const global_options& options, console& out);

/// `aloft ssm start-session`, `aloft ecs execute-command`: become the session-manager-plugin.
int run_start_session(const global_options& options, console& out);
int run_execute_command(const global_options& options, console& out);

/// `aloft completion [install] SHELL`, and what its scripts ask at every key.
int run_completion(const global_options& options, console& out);
int run_complete(const global_options& options, console& out);

/// `aloft sign`: a request from a file or from curl's arguments.
int run_sign(const global_options& options, console& out);

/// `aloft local`.
int run_local(const global_options& options, console& out);

}  // namespace aloft::cli
