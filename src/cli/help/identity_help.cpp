#include "cli/help/command_page.hpp"

#include <array>

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

  Keys, region and format, asked for and kept in the files that the AWS CLI and SDKs read; what configuration comes to;
  and the credentials it leads to in forms that other programs read. Other lines and comments of the files stay as they
  are.

Usage
  aloft configure [--profile NAME]
      Asks for access key, secret, region and output format. Enter keeps what is there.
  aloft configure list [--profile NAME] [--output table|json|ndjson|csv|yaml|text]
      Every setting, its value and where it was found: the command line, a variable, FILE:LINE, a provider, or
      nowhere (default). Secrets are not shown.
  aloft configure get NAME [--profile NAME]
  aloft configure set NAME VALUE [--profile NAME]
      One setting: region, or profile.NAME.region, or s3.addressing_style. Keys go to the file of credentials.
  aloft configure list-profiles
  aloft configure import --csv file://FILE [--profile-prefix PREFIX] [--skip-invalid]
      Access keys as the console hands them out, a profile for each user.
  aloft configure sso-session
      Asks for a session of IAM Identity Center: name, start URL, region, scopes.
  aloft configure sso [--profile NAME] [--use-device-code] [--no-browser]
      Logs in, offers the accounts and roles there are, and keeps the choice as a profile.
  aloft configure add-model --service-model file://FILE [--service-name NAME]
      A service that this build does not know, from a model as botocore has them.
  aloft configure export-credentials [--profile NAME] [--format FORMAT]
      The credentials themselves, on the standard output. FORMAT is
        process        what credential_process prints (the default)
        env            export lines for a POSIX shell: eval `aloft configure export-credentials --format env`
        env-no-export  the same without export
        powershell, windows-cmd, fish
        json           with account and provider
)";

constexpr std::string_view sso_login_help = R"(aloft sso login

  A token of IAM Identity Center, kept where the AWS CLI and SDKs look for it: by your browser, which is led to a page of
  the session's and back; or by a code to type on any device.

Usage
  aloft sso login [--profile NAME | --sso-session NAME] [OPTION ...]

Options
  --sso-session NAME  The session, instead of the profile's
  --no-browser        Print the address instead of opening it
  --use-device-code   A code to type, for machines without a browser of their own
  --redirect-port N   Where the browser comes back to (a free port)
)";

constexpr std::string_view sso_logout_help = R"(aloft sso logout

  Ends the sessions of IAM Identity Center at their service and removes the tokens, and the credentials made of them,
  from this machine.

Usage
  aloft sso logout
)";

constexpr std::string_view login_help = R"(aloft login

  Keys for a while, by your browser and the console's own login; the profile renews them until the login ends.

Usage
  aloft login [--profile NAME] [--region REGION] [OPTION ...]

Options
  --remote            For a machine without a browser: an address to open elsewhere, a code to bring back
  --redirect-port N   Where the browser comes back to (a free port)
)";

constexpr std::string_view logout_help = R"(aloft logout

  Removes what a login has left on this machine.

Usage
  aloft logout [--profile NAME | --all]
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

constexpr std::array identity_commands{command_page{"whoami", whoami_help},
                                       command_page{"configure", configure_help},
                                       command_page{"exec", exec_help},
                                       command_page{"sso login", sso_login_help},
                                       command_page{"sso logout", sso_logout_help},
                                       command_page{"login", login_help},
                                       command_page{"logout", logout_help}};

}  // namespace

std::span<const command_page> identity_pages() noexcept { return identity_commands; }

}  // namespace aloft::cli
