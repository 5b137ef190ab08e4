#include "cli/command/commands.hpp"
#include "cli/exit_status.hpp"
#include "cli/output/credential_text.hpp"
#include "cli/run/loaded_credentials.hpp"
#include "cli/run/session_setup.hpp"
#include "cli/run/stderr_log.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

namespace aloft::cli {
namespace {

constexpr int cannot_run = 126;  // as shells say it
constexpr int not_found = 127;

std::vector<std::string> command_of(const global_options& options) {
  std::vector<std::string> command{options.words.begin() + 1, options.words.end()};
  if (!command.empty() && command.front() == "--") command.erase(command.begin());
  if (command.empty())
    throw error{error_kind::usage, "BadOption", "run what? aloft exec [--profile NAME] -- COMMAND [ARGUMENT ...]"};
  if (command.front().starts_with("-"))
    throw error{error_kind::usage, "BadOption",
                "unknown option " + command.front() + ": aloft exec [--profile NAME] -- COMMAND [ARGUMENT ...]"};
  return command;
}

/// What would lead the program to somebody else is taken away.
void set_environment(const credentials& keys, const config::settings& settings) {
  for (const char* name : {"AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_SECURITY_TOKEN", "AWS_SESSION_TOKEN",
                           "AWS_CREDENTIAL_EXPIRATION", "AWS_ACCOUNT_ID"})
    ::unsetenv(name);
  for (const auto& [name, value] : credential_variables(keys)) ::setenv(name.c_str(), value.c_str(), 1);
  if (!keys.account_id.empty()) ::setenv("AWS_ACCOUNT_ID", keys.account_id.c_str(), 1);
  if (settings.region)
    for (const char* name : {"AWS_REGION", "AWS_DEFAULT_REGION"}) ::setenv(name, settings.region.value.c_str(), 1);
}

}  // namespace

int run_exec(const global_options& options, console& out) {
  auto command = command_of(options);
  const auto settings = resolve_settings(options);
  stderr_log log{options.debug};
  set_environment(load_credentials(options, log, settings->files()).value(), *settings);
  std::vector<char*> words;
  for (auto& word : command) words.push_back(word.data());
  words.push_back(nullptr);
  // The program takes this one's place: its exit status, signals and terminal are its own.
  ::execvp(words.front(), words.data());
  const int failure = errno;
  out.report("aloft: cannot run '" + command.front() + "': " + std::strerror(failure));
  return failure == ENOENT ? not_found : cannot_run;
}

}  // namespace aloft::cli
