#include "cli/help/help.hpp"

namespace aloft::cli {
namespace {

constexpr std::string_view whoami_help = R"(aloft whoami

  Who a call would be made as: account, ARN, profile, region and what said so, the provider that found the
  credentials, and when they expire. Asks STS GetCallerIdentity, which everybody may.

Usage
  aloft whoami [--profile NAME | --profiles all|'prod-*'|A,B] [--output table|json|ndjson|csv|yaml|text]

Provider
  env, assume-role, assume-role-with-web-identity, sso, shared-credentials-file, login, custom-process, config-file,
  container-role, iam-role
)";

constexpr std::string_view configure_help = R"(aloft configure

  What configuration comes to, and the credentials it leads to in forms that other programs read.

Usage
  aloft configure list [--profile NAME] [--output table|json|ndjson|csv|yaml|text]
      Every setting, its value and where it was found: the command line, a variable, FILE:LINE, a provider, or
      nowhere (default). Secrets are not shown.
  aloft configure export-credentials [--profile NAME] [--format FORMAT]
      The credentials themselves, on the standard output. FORMAT is
        process        what credential_process prints (the default)
        env            export lines for a POSIX shell: eval `aloft configure export-credentials --format env`
        env-no-export  the same without export
        powershell, windows-cmd, fish
        json           with account and provider
)";

constexpr std::string_view exec_help = R"(aloft exec

  Runs a command with the credentials and region of a profile in its environment (AWS_ACCESS_KEY_ID,
  AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, AWS_CREDENTIAL_EXPIRATION, AWS_REGION, AWS_DEFAULT_REGION). Variables that
  lead to another identity are taken out. The command takes the program's place: exit status and signals are its own.
  Credentials that expire are not renewed for it: what runs for hours is better given the profile itself.

Usage
  aloft exec [--profile NAME] [--region REGION] -- COMMAND [ARGUMENT ...]

Exit status
  the command's; 126 it cannot be run, 127 there is no such command, 252 and 253 as always
)";

}  // namespace

std::string_view identity_help(std::string_view command) noexcept {
  if (command == "whoami") return whoami_help;
  if (command == "configure") return configure_help;
  return command == "exec" ? exec_help : std::string_view{};
}

}  // namespace aloft::cli
