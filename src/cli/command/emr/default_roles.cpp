// The roles that services want their users to have, made where they are missing.

#include "cli/command/further_commands.hpp"
#include "cli/exit_status.hpp"
#include "cli/options/word_options.hpp"
#include "cli/output/answer.hpp"
#include "cli/run/print_setup.hpp"
#include "cli/run/service_call.hpp"
#include "cli/run/session_setup.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <array>
#include <string>

namespace aloft::cli {
namespace {

namespace asio = boost::asio;
namespace json = boost::json;

struct default_role {
  std::string_view service;
  std::string_view kind;  ///< --resource-type; empty: the service has one kind
  std::string_view name;
  std::string_view principals;  ///< with spaces between
  std::string_view policy;      ///< below service-role/ of AWS's own
  bool for_instances = false;   ///< wants an instance profile
};

constexpr std::array rows{
    default_role{"emr", "", "EMR_DefaultRole", "elasticmapreduce", "AmazonElasticMapReduceRole"},
    default_role{"emr", "", "EMR_EC2_DefaultRole", "ec2", "AmazonElasticMapReduceforEC2Role", true},
    default_role{"emr", "", "EMR_AutoScaling_DefaultRole", "elasticmapreduce application-autoscaling",
                 "AmazonElasticMapReduceforAutoScalingRole"},
    default_role{"dlm", "snapshot", "AWSDataLifecycleManagerDefaultRole", "dlm", "AWSDataLifecycleManagerServiceRole"},
    default_role{"dlm", "image", "AWSDataLifecycleManagerDefaultRoleForAMIManagement", "dlm",
                 "AWSDataLifecycleManagerServiceRoleForAMIManagement"},
};

std::string trust_of(std::string_view principals) {
  json::array services;
  while (!principals.empty()) {
    const auto space = principals.find(' ');
    services.push_back(json::value(std::string{principals.substr(0, space)} + ".amazonaws.com"));
    principals = space == principals.npos ? std::string_view{} : principals.substr(space + 1);
  }
  json::object statement{{"Sid", ""},
                         {"Effect", "Allow"},
                         {"Principal", json::object{{"Service", std::move(services)}}},
                         {"Action", "sts:AssumeRole"}};
  return json::serialize(json::object{{"Version", "2012-10-17"}, {"Statement", json::array{std::move(statement)}}});
}

/// The role as it was made; null where it was there.
asio::awaitable<json::value> made_role(const client& iam, const default_role& row) {
  json::object which{{"RoleName", row.name}};
  const auto known = co_await iam.try_call("GetRole", which);
  if (known) co_return json::value(nullptr);
  if (known.error().code() != "NoSuchEntity") throw known.error();
  which["AssumeRolePolicyDocument"] = trust_of(row.principals);
  const response made = co_await iam.call("CreateRole", std::move(which));
  json::object policy{{"RoleName", row.name},
                      {"PolicyArn", "arn:aws:iam::aws:policy/service-role/" + std::string{row.policy}}};
  co_await iam.call("AttachRolePolicy", policy);
  co_return json::object{{"Role", to_json(made["Role"])}, {"RolePolicy", policy["PolicyArn"]}};
}

asio::awaitable<void> make_instance_profile(const client& iam, const default_role& row) {
  json::object which{{"InstanceProfileName", row.name}};
  const auto known = co_await iam.try_call("GetInstanceProfile", which);
  if (known) co_return;
  if (known.error().code() != "NoSuchEntity") throw known.error();
  co_await iam.call("CreateInstanceProfile", which);
  which["RoleName"] = row.name;
  co_await iam.call("AddRoleToInstanceProfile", std::move(which));
}

}  // namespace

int run_default_roles(const global_options& options, console& out) {
  auto words = options.words;
  const std::string service = words.at(0);
  const auto kind = service == "dlm" ? take_option(words, "--resource-type").value_or("snapshot") : std::string{};
  expect_no_more(
      words, 2, "aloft " + service + " " + words.at(1) + (service == "dlm" ? " [--resource-type snapshot|image]" : ""));
  if (service == "dlm" && kind != "snapshot" && kind != "image")
    throw error{error_kind::usage, "BadOption", "--resource-type: expected snapshot or image, got '" + kind + '\''};
  const auto format = choose_format(options, *resolve_settings(options));
  return with_session(options, [&](const session& opened) -> asio::awaitable<int> {
    const auto iam = opened.client("iam", client_settings(options, {}));
    json::array made;
    for (const auto& row : rows) {
      if (row.service != service || row.kind != kind) continue;
      auto role = co_await made_role(iam, row);
      if (row.for_instances) co_await make_instance_profile(iam, row);
      if (!role.is_null()) made.push_back(std::move(role));
    }
    if (!made.empty()) out.write(print_document(made, {}, print_settings(options, out, format)));
    co_return exit_status::success;
  });
}

}  // namespace aloft::cli
