#include "cli/command/commands.hpp"
#include "cli/exit_status.hpp"
#include "cli/files/ini_edit.hpp"
#include "cli/files/private_file.hpp"
#include "cli/options/word_options.hpp"
#include "cli/output/printed_request.hpp"
#include "cli/run/service_call.hpp"

#include <boost/json/object.hpp>

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>

namespace aloft::cli {
namespace {

namespace json = boost::json;

constexpr std::string_view usage =
    "aloft codeartifact login --tool pip|twine|npm --domain NAME --repository NAME [--domain-owner ACCOUNT] "
    "[--duration-seconds N] [--namespace NAME] [--dry-run]";

struct tool {
  std::string_view name, format;
};
constexpr std::array tools{tool{"pip", "pypi"}, tool{"twine", "pypi"}, tool{"npm", "npm"}};

using command = std::vector<std::string>;

/// "https://host/path/" without its scheme.
std::string without_scheme(const std::string& url) { return url.substr(url.find("://") + 3); }

std::vector<command> commands_for(std::string_view tool, const std::string& url, const std::string& token,
                                  const std::string& scope) {
  const auto rest = without_scheme(url);
  if (tool == "pip")
    return {{"pip", "config", "set", "site.index-url", "https://aws:" + token + "@" + rest + "simple/"}};
  const auto registry =
      scope.empty() ? std::string{"registry"} : (scope.starts_with("@") ? scope : "@" + scope) + ":registry";
  return {{"npm", "config", "set", registry, url}, {"npm", "config", "set", "//" + rest + ":_authToken", token}};
}

/// 0 when all went well.
int run_command(command words) {
  std::vector<char*> pointers;
  for (auto& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  pid_t child = 0;
  if (const int failure = ::posix_spawnp(&child, pointers[0], nullptr, nullptr, pointers.data(), environ); failure != 0)
    throw error{error_kind::config, "NoTool", "cannot run '" + words[0] + "': " + std::strerror(failure)};
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

/// twine reads a file of its own.
void write_pypirc(const std::string& url, const std::string& token) {
  const char* home = std::getenv("HOME");
  if (!home) throw error{error_kind::config, "NoHome", "HOME is not set: where is .pypirc?"};
  const auto file = std::string{home} + "/.pypirc";
  auto text = read_private_file(file);
  if (!find_property(text, "distutils", "index-servers"))
    text = with_property(text, "distutils", "index-servers", "codeartifact");
  text = with_property(text, "codeartifact", "repository", url);
  text = with_property(text, "codeartifact", "username", "aws");
  text = with_property(text, "codeartifact", "password", token);
  write_private_file(file, text);
}

const tool& find_tool(const std::string& name) {
  for (const auto& one : tools)
    if (one.name == name) return one;
  throw error{error_kind::usage, "BadOption",
              "--tool: expected pip, twine or npm, got '" + name + "': " + std::string{usage}};
}

std::string text_at(const json::value& from, std::string_view name) {
  const auto* value = from.as_object().if_contains(name);
  return value && value->is_string() ? std::string{value->get_string()} : std::string{};
}

}  // namespace

int run_codeartifact_login(const global_options& options, console& out) {
  auto words = options.words;
  const auto& with = find_tool(take_option(words, "--tool").value_or(""));
  const auto domain = take_option(words, "--domain"), repository = take_option(words, "--repository");
  const auto owner = take_option(words, "--domain-owner"), scope = take_option(words, "--namespace");
  const auto duration = take_seconds(words, "--duration-seconds");
  const bool dry_run = take_flag(words, "--dry-run");
  expect_no_more(words, 2, usage);
  if (!domain || !repository)
    throw error{error_kind::usage, "MissingParameter", "needs --domain and --repository: " + std::string{usage}};
  json::object input{{"domain", *domain}};
  if (owner) input["domainOwner"] = *owner;
  json::object place = input;
  place["repository"] = *repository;
  place["format"] = with.format;
  if (duration) input["durationSeconds"] = duration->count();
  const auto token =
      text_at(call_service(options, "codeartifact", "GetAuthorizationToken", std::move(input)), "authorizationToken");
  const auto url =
      text_at(call_service(options, "codeartifact", "GetRepositoryEndpoint", std::move(place)), "repositoryEndpoint");
  if (token.empty() || url.empty())
    throw error{error_kind::protocol, "BadToken", "the answer holds no token or no address"};
  if (with.name == "twine") {
    if (dry_run)
      out.write("~/.pypirc: a repository 'codeartifact' at " + url + "\n");
    else
      write_pypirc(url, token);
  } else {
    for (auto& one : commands_for(with.name, url, token, scope.value_or(""))) {
      if (dry_run) {
        std::string line;
        for (const auto& word : one) line += (line.empty() ? "" : " ") + shell_word(word);
        out.write(line + '\n');
      } else if (run_command(std::move(one)) != 0) {
        throw error{error_kind::config, "ToolFailed", std::string{with.name} + " could not be configured"};
      }
    }
  }
  if (!dry_run) out.write("Successfully configured " + std::string{with.name} + " to use the repository " + url + "\n");
  return exit_status::success;
}

}  // namespace aloft::cli
