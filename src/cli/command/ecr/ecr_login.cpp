#include <aloft/base64.hpp>
#include "cli/command/commands.hpp"
#include "cli/exit_status.hpp"
#include "cli/options/word_options.hpp"
#include "cli/output/printed_request.hpp"
#include "cli/run/service_call.hpp"

#include <boost/json/array.hpp>

#include <algorithm>

namespace aloft::cli {
namespace {

namespace json = boost::json;

struct docker_login {
  std::string user, password, registry;
};

/// A token is base64 of "AWS:PASSWORD".
docker_login read_login(const json::object& data) {
  const auto text = [&](const char* name) {
    const auto* value = data.if_contains(name);
    return value && value->is_string() ? std::string{value->get_string()} : std::string{};
  };
  const auto plain = from_base64(text("authorizationToken"));
  const auto colon = plain ? plain->find(':') : std::string::npos;
  if (colon == std::string::npos)
    throw error{error_kind::protocol, "BadToken", "the answer holds no authorization token that can be read"};
  return {plain->substr(0, colon), plain->substr(colon + 1), text("proxyEndpoint")};
}

std::vector<docker_login> ask_logins(const global_options& options, std::string_view service, json::object input) {
  const auto answer = call_service(options, service, "GetAuthorizationToken", std::move(input));
  const auto* data = answer.get_object().if_contains("authorizationData");
  std::vector<docker_login> logins;
  if (data && data->is_object()) logins.push_back(read_login(data->get_object()));
  if (data && data->is_array())
    for (const auto& one : data->get_array()) logins.push_back(read_login(one.get_object()));
  if (logins.empty()) throw error{error_kind::protocol, "BadToken", "the answer holds no authorization token"};
  return logins;
}

int print_password(const global_options& options, console& out, std::string_view service) {
  expect_no_more(options.words, 2, "aloft " + std::string{service} + " get-login-password");
  out.write(ask_logins(options, service, {}).front().password + '\n');
  return exit_status::success;
}

}  // namespace

int run_ecr_password(const global_options& options, console& out) { return print_password(options, out, "ecr"); }

int run_ecr_public_password(const global_options& options, console& out) {
  return print_password(options, out, "ecr-public");
}

int run_ecr_login(const global_options& options, console& out) {
  auto words = options.words;
  const bool no_email = take_flag(words, "--no-include-email");
  if (!no_email) take_flag(words, "--include-email");
  json::object input;
  if (const auto at = std::find(words.begin(), words.end(), "--registry-ids"); at != words.end()) {
    input["registryIds"] = json::array(at + 1, words.end());
    words.erase(at, words.end());
  }
  expect_no_more(words, 2, "aloft ecr get-login [--no-include-email] [--registry-ids ID ...]");
  for (const auto& [user, password, registry] : ask_logins(options, "ecr", std::move(input)))
    out.write("docker login -u " + shell_word(user) + " -p " + shell_word(password) + (no_email ? " " : " -e none ") +
              shell_word(registry) + '\n');
  return exit_status::success;
}

}  // namespace aloft::cli
