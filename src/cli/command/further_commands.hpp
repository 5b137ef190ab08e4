#pragma once
// Commands that few need, or need once. The rest is as in commands.hpp.

#include "cli/console.hpp"
#include "cli/options/global_options.hpp"

namespace aloft::cli {

/// `aloft configure sso`, `aloft configure add-model`.
int run_configure_sso(const global_options& options, console& out);
int run_add_model(const global_options& options, console& out);

/// Operations by another name: `aloft emr terminate-clusters`, …
int run_operation_alias(const global_options& options, console& out);
/// `aloft emr create-default-roles`, `aloft dlm create-default-role`.
int run_default_roles(const global_options& options, console& out);
/// `aloft cloudfront sign`, `aloft deploy push`, `aloft configservice get-status`.
int run_cloudfront_sign(const global_options& options, console& out);
int run_deploy_push(const global_options& options, console& out);
int run_config_status(const global_options& options, console& out);

/// `aloft docs`: the reference as files.
int run_docs(const global_options& options, console& out);

}  // namespace aloft::cli
