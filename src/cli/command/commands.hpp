#pragma once
// The commands of the program. Each gives the exit status; errors are thrown as aloft::error.

#include "cli/console.hpp"
#include "cli/options/global_options.hpp"

namespace aloft::cli {

/// `aloft SERVICE OPERATION …`: one call, in one region or many.
int run_call(const global_options& options, console& out);

/// `aloft services [SERVICE]`.
int run_services(const global_options& options, console& out);

/// Help for the program, a service or an operation: `words` without the word help.
int run_help(const std::vector<std::string>& words, console& out);

/// `aloft ec2 rules`.
int run_rules(const global_options& options, console& out);

/// `aloft compare SERVICE OPERATION --regions LIST`.
int run_compare(const global_options& options, console& out);

/// `aloft whoami`.
int run_whoami(const global_options& options, console& out);

/// `aloft configure list` and `aloft configure export-credentials`.
int run_configure(const global_options& options, console& out);

/// `aloft exec -- COMMAND`: becomes the command; returns only when it cannot.
int run_exec(const global_options& options, console& out);

/// `aloft s3 presign s3://BUCKET/KEY` and `aloft s3 presign-post s3://BUCKET/KEY`.
int run_s3_presign(const global_options& options, console& out);
int run_s3_presign_post(const global_options& options, console& out);

/// `aloft rds generate-db-auth-token`; `aloft dsql generate-db-connect-auth-token`, `…-admin-auth-token`.
int run_rds_token(const global_options& options, console& out);
int run_dsql_token(const global_options& options, console& out);

/// `aloft sign`: a request from a file or from curl's arguments.
int run_sign(const global_options& options, console& out);

/// `aloft local`.
int run_local(const global_options& options, console& out);
int run_local_help(console& out);

}  // namespace aloft::cli
