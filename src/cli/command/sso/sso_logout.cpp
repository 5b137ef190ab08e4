#include "cli/command/commands.hpp"
#include "cli/command/sso/sso_session_settings.hpp"
#include "cli/exit_status.hpp"
#include "cli/files/private_file.hpp"
#include "cli/options/word_options.hpp"
#include "cli/run/run_event_loop.hpp"
#include "cli/run/session_setup.hpp"
#include "cli/run/stderr_log.hpp"

#include <boost/json/parse.hpp>

#include <filesystem>

namespace aloft::cli {
namespace {

namespace asio = boost::asio;
namespace fs = std::filesystem;
namespace json = boost::json;

struct kept_token {
  fs::path file;
  std::string token, region;
};

json::object read_object(const fs::path& file) {
  boost::system::error_code failure;
  auto value = json::parse(read_private_file(file.string()), failure);
  return !failure && value.is_object() ? std::move(value.get_object()) : json::object{};
}

std::string text_of(const json::object& from, std::string_view name) {
  const auto* value = from.if_contains(name);
  return value && value->is_string() ? std::string{value->get_string()} : std::string{};
}

std::vector<fs::path> json_files(const std::string& folder) {
  std::vector<fs::path> files;
  std::error_code failure;
  for (const auto& entry : fs::directory_iterator{folder, failure})
    if (entry.path().extension() == ".json") files.push_back(entry.path());
  return files;
}

std::vector<kept_token> kept_tokens() {
  std::vector<kept_token> tokens;
  for (const auto& file : json_files(token_folder())) {
    const auto content = read_object(file);
    if (auto token = text_of(content, "accessToken"); !token.empty())
      tokens.push_back({file, std::move(token), text_of(content, "region")});
  }
  return tokens;
}

/// Keys of roles that a token stood for are keys until they end; they go as well.
void remove_role_keys() {
  for (const auto& file : json_files(role_cache_folder())) {
    std::error_code failure;
    if (text_of(read_object(file), "ProviderType") == "sso") fs::remove(file, failure);
  }
}

}  // namespace

int run_sso_logout(const global_options& options, console& out) {
  expect_no_more(options.words, 2, "aloft sso logout");
  const auto tokens = kept_tokens();
  stderr_log log{options.debug};
  const int status = run_event_loop([&](asio::any_io_executor executor) -> asio::awaitable<int> {
    const auto opened = open_session(std::move(executor), session_settings(options, log), nullptr);
    for (const auto& [file, token, region] : tokens) {
      client_options as_nobody;
      as_nobody.region = region;
      as_nobody.sign_requests = false;
      const auto sso = opened.client("sso", as_nobody);
      json::object input{{"accessToken", token}};
      const auto answer = co_await sso.try_call("Logout", std::move(input));
      // A token that has ended or was refused is gone all the same.
      if (!answer && answer.error().kind() != error_kind::service) report_error(out, answer.error());
      std::error_code failure;
      fs::remove(file, failure);
    }
    co_return exit_status::success;
  });
  remove_role_keys();
  out.write("Logged out of " + std::to_string(tokens.size()) + " session(s).\n");
  return status;
}

}  // namespace aloft::cli
