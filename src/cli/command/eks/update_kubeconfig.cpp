#include "cli/command/commands.hpp"
#include "cli/command/eks/kubeconfig.hpp"
#include "cli/exit_status.hpp"
#include "cli/files/private_file.hpp"
#include "cli/grammar/yaml_text.hpp"
#include "cli/options/word_options.hpp"
#include "cli/output/printers.hpp"
#include "cli/run/service_call.hpp"

#include <boost/json/array.hpp>

#include <algorithm>
#include <cstdlib>

namespace aloft::cli {
namespace {

namespace json = boost::json;

constexpr std::string_view usage =
    "aloft eks update-kubeconfig --name NAME [--kubeconfig FILE] [--role-arn ARN] [--alias NAME] [--user-alias NAME] "
    "[--dry-run] [--verbose]";

/// --kubeconfig, the first file of KUBECONFIG, ~/.kube/config.
std::string kubeconfig_file(const std::optional<std::string>& given) {
  if (given) return *given;
  if (const char* variable = std::getenv("KUBECONFIG"); variable && *variable) {
    const std::string files = variable;
    return files.substr(0, files.find(':'));
  }
  const char* home = std::getenv("HOME");
  if (!home) throw error{error_kind::config, "NoHome", "HOME is not set: name the file by --kubeconfig"};
  return std::string{home} + "/.kube/config";
}

std::string text_at(const json::value& from, std::string_view name) {
  const auto* object = from.if_object();
  const auto* value = object ? object->if_contains(name) : nullptr;
  return value && value->is_string() ? std::string{value->get_string()} : std::string{};
}

/// What kubectl runs: this program, as whoever ran this command.
json::object exec_of(const global_options& options, const std::string& cluster, const std::string& region,
                     const std::optional<std::string>& role) {
  json::array words{"--region", region, "eks", "get-token", "--cluster-name", cluster, "--output", "json"};
  if (role) words.insert(words.end(), {"--role-arn", *role});
  json::object exec{
      {"apiVersion", "client.authentication.k8s.io/v1beta1"}, {"args", std::move(words)}, {"command", "aloft"}};
  const char* variable = std::getenv("AWS_PROFILE");
  const std::string profile = !options.profile.empty() ? options.profile : variable ? variable : "";
  if (!profile.empty()) exec["env"] = json::array{json::object{{"name", "AWS_PROFILE"}, {"value", profile}}};
  return exec;
}

}  // namespace

int run_update_kubeconfig(const global_options& options, console& out) {
  auto words = options.words;
  const auto name = take_option(words, "--name");
  const auto file = kubeconfig_file(take_option(words, "--kubeconfig"));
  const auto role = take_option(words, "--role-arn");
  const auto alias = take_option(words, "--alias"), user = take_option(words, "--user-alias");
  const bool dry_run = take_flag(words, "--dry-run"), verbose = take_flag(words, "--verbose");
  expect_no_more(words, 2, usage);
  if (!name) throw error{error_kind::usage, "MissingParameter", "needs the parameter --name: " + std::string{usage}};

  // What is there is read first: a file that cannot be understood is never replaced.
  auto before = read_yaml(read_private_file(file), file).value();
  if (before.is_null()) before = json::object{};
  if (!before.is_object()) throw error{error_kind::config, "BadKubeconfig", "'" + file + "' holds no kubeconfig"};
  const auto answer = call_service(options, "eks", "DescribeCluster", {{"name", *name}});
  const auto& found = answer.at("cluster");
  const auto arn = text_at(found, "arn");
  const auto* authority = found.as_object().if_contains("certificateAuthority");
  if (const auto status = text_at(found, "status"); status != "ACTIVE" && status != "UPDATING")
    throw error{error_kind::service, "ClusterNotActive", "the cluster " + *name + " is " + status + ", not ACTIVE"};
  // arn:PARTITION:eks:REGION:ACCOUNT:cluster/NAME
  auto region = arn.substr(arn.find(":eks:") + 5);
  region.erase(std::min(region.find(':'), region.size()));
  const kubeconfig_cluster cluster{.arn = arn,
                                   .endpoint = text_at(found, "endpoint"),
                                   .certificate = authority ? text_at(*authority, "data") : std::string{},
                                   .context = alias.value_or(arn),
                                   .user = user.value_or(arn),
                                   .exec = exec_of(options, *name, region, role)};
  const bool added = add_cluster(before.get_object(), cluster);
  const auto text = print_yaml(before);
  if (dry_run) {
    out.write(text);
    return exit_status::success;
  }
  write_private_file(file, text);
  if (verbose) out.write("cluster " + cluster.endpoint + ", user " + cluster.user + "\n");
  out.write((added ? "Added new context " : "Updated context ") + cluster.context + (added ? " to " : " in ") + file +
            "\n");
  return exit_status::success;
}

}  // namespace aloft::cli
