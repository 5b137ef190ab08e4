#include "cli/command/commands.hpp"
#include "cli/command/sso/sso_session_settings.hpp"
#include "cli/command/sso/sso_token.hpp"
#include "cli/exit_status.hpp"
#include "cli/files/private_file.hpp"
#include "cli/options/word_options.hpp"
#include "cli/run/service_call.hpp"

#include <boost/json/serialize.hpp>

namespace aloft::cli {
namespace {

namespace asio = boost::asio;
namespace json = boost::json;

constexpr std::string_view usage =
    "aloft sso login [--profile NAME | --sso-session NAME] [--no-browser] [--use-device-code] [--redirect-port N]";

/// Identity Center is asked as nobody: the token is what makes somebody.
client_options as_nobody(const std::string& region) {
  client_options settings;
  settings.region = region;
  settings.sign_requests = false;
  return settings;
}

}  // namespace

int run_sso_login(const global_options& options, console& out) {
  auto words = options.words;
  const auto name = take_option(words, "--sso-session").value_or("");
  const bool browser = !take_flag(words, "--no-browser");
  const bool device = take_flag(words, "--use-device-code");
  const auto port = take_number<std::uint16_t>(words, "--redirect-port", 1).value_or(0);
  expect_no_more(words, 2, usage);
  const auto session = find_sso_session(options, name);
  return with_session(options, [&](const aloft::session& opened) -> asio::awaitable<int> {
    const auto oidc = opened.client("sso-oidc", as_nobody(session.region));
    // Settings that stand in a profile, as of old, have no scopes: their tokens come by device codes.
    const bool by_device = device || session.name.empty();
    json::object token;
    if (by_device)
      token = co_await log_in_by_device(oidc, session, browser, out);
    else
      token = co_await log_in_by_browser(oidc, session, port, browser, out);
    write_private_file(session.token_file(), json::serialize(token));
    out.write("Logged in" + (session.name.empty() ? std::string{} : " to " + session.name) + " until " +
              std::string{token.at("expiresAt").as_string()} + ".\n");
    co_return exit_status::success;
  });
}

}  // namespace aloft::cli
