#include "cli/command/commands.hpp"
#include "cli/command/sso/sso_session_settings.hpp"
#include "cli/exit_status.hpp"
#include "cli/files/private_file.hpp"
#include "cli/options/word_options.hpp"
#include "cli/run/run_event_loop.hpp"
#include "cli/run/session_setup.hpp"
#include "cli/run/stderr_log.hpp"

#include <aloft/timestamp.hpp>

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <spawn.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>

namespace aloft::cli {
namespace {

namespace asio = boost::asio;
namespace json = boost::json;
using std::chrono::seconds;

constexpr std::string_view usage = "aloft sso login [--profile NAME | --sso-session NAME] [--no-browser]";

/// Identity Center is asked as nobody: the token is what makes somebody.
client_options as_nobody(const std::string& region) {
  client_options settings;
  settings.region = region;
  settings.sign_requests = false;
  return settings;
}

std::string time_text(std::chrono::system_clock::time_point when) {
  return format_timestamp(timestamp::from(std::chrono::floor<seconds>(when)), timestamp_format::date_time);
}

/// Shows the address in the user's browser; nobody is told when there is none, the address has been printed.
void open_browser(const std::string& url) {
  const char* chosen = std::getenv("BROWSER");
  std::string program = chosen && *chosen ? chosen : "xdg-open", address = url;
  char* words[] = {program.data(), address.data(), nullptr};
  posix_spawn_file_actions_t files;
  ::posix_spawn_file_actions_init(&files);
  for (const int file : {STDOUT_FILENO, STDERR_FILENO})
    ::posix_spawn_file_actions_addopen(&files, file, "/dev/null", 1, 0);
  pid_t child = 0;
  static_cast<void>(::posix_spawnp(&child, program.c_str(), &files, nullptr, words, environ));
  ::posix_spawn_file_actions_destroy(&files);
}

class device_login {
 public:
  device_login(const sso_session_settings& session, client oidc, console& out, bool browser)
      : session_{session}, oidc_{std::move(oidc)}, out_{out}, browser_{browser} {}

  /// The token as it is kept.
  asio::awaitable<json::object> run() {
    co_await register_client();
    json::object input{{"clientId", client_id_}, {"clientSecret", client_secret_}, {"startUrl", session_.start_url}};
    const response device = co_await oidc_.call("StartDeviceAuthorization", std::move(input));
    show(device);
    co_return co_await poll(device);
  }

 private:
  asio::awaitable<void> register_client() {
    json::object input{{"clientName", "aloft"}, {"clientType", "public"}};
    if (!session_.scopes.empty()) input["scopes"] = json::array(session_.scopes.begin(), session_.scopes.end());
    const response registered = co_await oidc_.call("RegisterClient", std::move(input));
    client_id_ = registered["clientId"].as_text();
    client_secret_ = registered["clientSecret"].as_text();
    registration_end_ =
        std::chrono::system_clock::time_point{seconds{registered["clientSecretExpiresAt"].as_integer()}};
  }

  void show(const response& device) {
    const std::string address{device["verificationUriComplete"].as_text()};
    out_.write("To log in, open this address in a browser, on this machine or another:\n\n  " + address +
               "\n\nand check that it shows the code " + std::string{device["userCode"].as_text()} + ".\n");
    if (browser_) open_browser(address);
  }

  asio::awaitable<json::object> poll(const response& device) {
    seconds interval{device["interval"].is_null() ? 5 : device["interval"].as_integer()};
    const auto give_up = std::chrono::steady_clock::now() + seconds{device["expiresIn"].as_integer()};
    asio::steady_timer timer{co_await asio::this_coro::executor};
    for (;;) {
      json::object input{{"clientId", client_id_},
                         {"clientSecret", client_secret_},
                         {"grantType", "urn:ietf:params:oauth:grant-type:device_code"},
                         {"deviceCode", device["deviceCode"].as_text()}};
      const auto token = co_await oidc_.try_call("CreateToken", std::move(input));
      if (token) co_return kept(*token);
      const auto& code = token.error().code();
      if (code == "SlowDownException")
        interval += seconds{5};
      else if (code != "AuthorizationPendingException")
        throw token.error();
      if (std::chrono::steady_clock::now() + interval > give_up)
        throw error{error_kind::credentials, "LoginExpired",
                    "nobody has logged in while the code was good; start again"};
      timer.expires_after(interval);
      co_await timer.async_wait(asio::use_awaitable);
    }
  }

  json::object kept(const response& token) const {
    const auto now = std::chrono::system_clock::now();
    json::object file{{"startUrl", session_.start_url},
                      {"region", session_.region},
                      {"accessToken", token["accessToken"].as_text()},
                      {"expiresAt", time_text(now + seconds{token["expiresIn"].as_integer()})},
                      {"clientId", client_id_},
                      {"clientSecret", client_secret_},
                      {"registrationExpiresAt", time_text(registration_end_)}};
    if (!token["refreshToken"].is_null()) file["refreshToken"] = token["refreshToken"].as_text();
    return file;
  }

  const sso_session_settings& session_;
  const client oidc_;
  console& out_;
  const bool browser_;
  std::string client_id_, client_secret_;
  std::chrono::system_clock::time_point registration_end_;
};

}  // namespace

int run_sso_login(const global_options& options, console& out) {
  auto words = options.words;
  const auto name = take_option(words, "--sso-session").value_or("");
  const bool browser = !take_flag(words, "--no-browser");
  take_flag(words, "--use-device-code");  // there is no other way
  expect_no_more(words, 2, usage);
  const auto session = find_sso_session(options, name);
  const auto settings = resolve_settings(options);
  stderr_log log{options.debug};
  return run_event_loop([&](asio::any_io_executor executor) -> asio::awaitable<int> {
    const auto opened = open_session(std::move(executor), session_settings(options, log), settings->files());
    device_login login{session, opened.client("sso-oidc", as_nobody(session.region)), out, browser};
    const auto token = co_await login.run();
    write_private_file(session.token_file(), json::serialize(token));
    out.write("Logged in" + (session.name.empty() ? std::string{} : " to " + session.name) + " until " +
              std::string{token.at("expiresAt").as_string()} + ".\n");
    co_return exit_status::success;
  });
}

}  // namespace aloft::cli
