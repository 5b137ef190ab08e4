#pragma once
// Where an identity can come from, as configuration describes it: plain values, nothing asked yet.

#include "aloft/credentials.hpp"

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace aloft::config {

/// Keys written down in a file.
struct static_source {
  credentials keys;
};

/// What credential_source of a role can name.
enum class named_source {
  environment,        ///< "Environment"
  container,          ///< "EcsContainer"
  instance_metadata,  ///< "Ec2InstanceMetadata"
};

/// A role to assume with the keys of the source before it.
struct role_source {
  std::string role_arn;
  std::string session_name;  ///< empty: one is made up
  std::string external_id;
  std::string mfa_serial;
  std::optional<int> duration_seconds;
  std::string source_identity;
  std::string policy;  ///< JSON text that narrows the role
  std::vector<std::string> policy_arns;
  std::vector<std::pair<std::string, std::string>> tags;
  std::vector<std::string> transitive_tag_keys;
};

/// A role that a token in a file speaks for.
struct web_identity_source {
  std::string role_arn;
  std::string token_file;
  std::string session_name;  ///< empty: one is made up
};

/// A role of IAM Identity Center; without account and role it gives a bearer token only.
struct sso_source {
  std::string session;  ///< name of the [sso-session]; empty: the older form, by start URL alone
  std::string start_url;
  std::string region;
  std::string account_id;
  std::string role_name;

  bool gives_credentials() const noexcept { return !account_id.empty() && !role_name.empty(); }
};

/// Credentials of `aws login`.
struct login_source {
  std::string session;  ///< login_session: the ARN of who signed in
  std::string profile;  ///< for messages
};

/// A program that prints credentials.
struct process_source {
  std::string command;
  std::string account_id;  ///< aws_account_id of the profile, for programs that give none
  std::string place;       ///< "FILE:LINE"
};

using source = std::variant<static_source, named_source, role_source, web_identity_source, sso_source, login_source,
                            process_source>;

/// First the source of the first keys, then roles to assume with them, one after another.
using source_chain = std::vector<source>;

}  // namespace aloft::config
