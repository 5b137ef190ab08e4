#include "cli/command/configure/profile_section.hpp"
#include "cli/command/configure/sso_questions.hpp"
#include "cli/command/further_commands.hpp"
#include "cli/command/sso/sso_session_settings.hpp"
#include "cli/command/sso/sso_token.hpp"
#include "cli/exit_status.hpp"
#include "cli/files/ini_edit.hpp"
#include "cli/files/private_file.hpp"
#include "cli/options/word_options.hpp"
#include "cli/run/prompt.hpp"
#include "cli/run/service_call.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace aloft::cli {
namespace {

namespace asio = boost::asio;
namespace json = boost::json;

constexpr std::string_view usage = "aloft configure sso [--profile NAME] [--use-device-code] [--no-browser]";

/// What is chosen, and how it is shown.
using choice = std::pair<std::string, std::string>;

std::string choose(console& out, const std::string& what, const std::vector<choice>& from) {
  if (from.empty())
    throw error{error_kind::credentials, "NothingToChoose",
                "the session gives you no " + what + ": ask your administrator"};
  if (from.size() == 1) {
    out.write("The only " + what + " is " + from[0].second + ".\n");
    return from[0].first;
  }
  out.write("You have these:\n");
  for (std::size_t i = 0; i < from.size(); ++i) out.write("  " + std::to_string(i + 1) + "  " + from[i].second + "\n");
  for (;;) {
    const auto answer = ask(out, "Which " + what + " (number or name): ");
    const auto meant = std::find_if(from.begin(), from.end(), [&](const choice& one) { return one.first == answer; });
    if (meant != from.end()) return meant->first;
    for (std::size_t i = 0; i < from.size(); ++i)
      if (answer == std::to_string(i + 1)) return from[i].first;
  }
}

/// All rows of a list that takes the token.
asio::awaitable<std::vector<choice>> listed(const client& sso, std::string operation, json::object input,
                                            std::string key, std::string about) {
  std::vector<choice> rows;
  auto items = sso.items(operation, std::move(input));
  while (const auto row = co_await items.next()) {
    const std::string name{(*row)[key].as_text()};
    const auto more = about.empty() ? std::string{} : ", " + std::string{(*row)[about].as_text()};
    rows.emplace_back(name, name + more);
  }
  co_return rows;
}

client_options as_nobody(const std::string& region) {
  client_options settings;
  settings.region = region;
  settings.sign_requests = false;
  return settings;
}

}  // namespace

int run_configure_sso(const global_options& options, console& out) {
  auto words = options.words;
  const bool device = take_flag(words, "--use-device-code"), browser = !take_flag(words, "--no-browser");
  expect_no_more(words, 2, usage);
  const auto session = find_sso_session(options, ask_sso_session(out));
  auto no_profile = options;  // which may not be there yet
  no_profile.profile.clear();
  return with_session(no_profile, [&](const aloft::session& opened) -> asio::awaitable<int> {
    const auto oidc = opened.client("sso-oidc", as_nobody(session.region));
    json::object token;
    if (device)
      token = co_await log_in_by_device(oidc, session, browser, out);
    else
      token = co_await log_in_by_browser(oidc, session, 0, browser, out);
    write_private_file(session.token_file(), json::serialize(token));
    const auto sso = opened.client("sso", as_nobody(session.region));
    json::object input{{"accessToken", token.at("accessToken")}};
    const auto accounts = co_await listed(sso, "ListAccounts", input, "accountId", "accountName");
    const auto account = choose(out, "account", accounts);
    input["accountId"] = account;
    const auto roles = co_await listed(sso, "ListAccountRoles", input, "roleName", "");
    const auto role = choose(out, "role", roles);
    const auto region = ask(out, "Default region name [" + session.region + "]: ");
    const auto output = ask(out, "Default output format [None]: ");
    auto profile = options.profile;
    if (profile.empty()) profile = ask(out, "Profile name [" + role + "-" + account + "]: ");
    if (profile.empty()) profile = role + "-" + account;
    const auto file = shared_files().config;
    auto text = read_private_file(file);
    const auto section = profile_header(profile);
    const std::vector<choice> settings{{"sso_session", session.name},
                                       {"sso_account_id", account},
                                       {"sso_role_name", role},
                                       {"region", region.empty() ? session.region : region},
                                       {"output", output}};
    for (const auto& [key, value] : settings)
      if (!value.empty()) text = with_property(text, section, key, value);
    write_private_file(file, text);
    out.write("\nTo use this profile: aloft sts get-caller-identity --profile " + profile + "\n");
    co_return exit_status::success;
  });
}

}  // namespace aloft::cli
