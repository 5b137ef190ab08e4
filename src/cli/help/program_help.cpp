#include "cli/command/registry.hpp"
#include "cli/help/help.hpp"
#include "cli/options/program_option.hpp"
#include "cli/text/wrap.hpp"

#include <algorithm>

namespace aloft::cli {
namespace {

constexpr std::size_t meaning_column = 40;

/// "  name            meaning", the meaning folded in its column.
std::string row(const std::string& name, std::string_view meaning, std::size_t column, std::size_t width) {
  auto text = wrapped(meaning, column, std::max(width, column + 24));
  std::string start = "  " + name;
  if (start.size() + 2 > column) return start + "\n" + text;
  start.append(column - start.size(), ' ');
  return text.empty() ? start + "\n" : start + text.substr(column);
}

std::string option_rows(std::size_t width) {
  std::string text;
  for (const auto& option : program_options()) {
    if (option.help.empty()) continue;
    const auto value = option.value.empty() ? std::string{} : " " + std::string{option.value};
    text += row("--" + std::string{option.name} + value, option.help, 32, width);
  }
  return text;
}

std::string command_rows(std::size_t width) {
  std::string text;
  for (const auto& command : commands())
    if (!command.summary.empty())
      text += row("aloft " + std::string{command.name}, command.summary, meaning_column, width);
  return text;
}

}  // namespace

std::string program_help(std::size_t width) {
  return R"(aloft: every operation of every AWS service, in as many regions at once as you like

Usage
  aloft SERVICE OPERATION [--parameter VALUE ...]   parameters as the AWS CLI 2 has them
  aloft SERVICE OPERATION --regions all             in all regions at once; 'eu-*', A,B
  aloft SERVICE OPERATION --profiles all            as all profiles at once; 'prod-*', A,B
  aloft help [SERVICE [OPERATION]]                  what a service or an operation knows
  aloft services [SERVICE]                          the services; the operations of one

Examples
  aloft ec2 describe-vpcs --filters Name=is-default,Values=true --output table
  aloft ec2 describe-instances --regions all --output ndjson
  aloft sts get-caller-identity --profile staging
  aloft ec2 describe-instances --profiles 'prod-*' --regions all --output csv
  aloft ec2 create-security-group --group-name web --description web --print-request curl

Commands
)" + command_rows(width) +
         R"(
Options (anywhere on the line)
)" + option_rows(width) +
         R"(
  A parameter of an operation wins over an option of the same name (--regions of cloudformation
  create-stack-instances, --version of eks create-cluster); the program's is then written --cli-regions,
  --cli-version, or before the service. Beginnings of options are understood where they are unambiguous.

Blobs
  Typed as base64, as in the AWS CLI 2; fileb://FILE or --cli-binary-format raw-in-base64-out for bytes as they are.

Exit status
  0 done; 1 some regions or profiles failed, others answered; 130 interrupted; 252 wrong command line; 253 wrong or
  missing configuration or credentials; 254 AWS answered with an error; 255 anything else
)";
}

}  // namespace aloft::cli
