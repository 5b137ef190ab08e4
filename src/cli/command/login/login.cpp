#include "cli/command/commands.hpp"
#include "cli/command/configure/profile_section.hpp"
#include "cli/command/sso/authorization_code.hpp"
#include "cli/exit_status.hpp"
#include "cli/files/ini_edit.hpp"
#include "cli/files/private_file.hpp"
#include "cli/options/word_options.hpp"
#include "cli/run/browser.hpp"
#include "cli/run/prompt.hpp"
#include "cli/run/service_call.hpp"
#include "cli/run/session_setup.hpp"

#include <aloft/base64.hpp>
#include <aloft/config/token_files.hpp>
#include <aloft/dpop.hpp>
#include <aloft/timestamp.hpp>

#include <boost/asio/this_coro.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <array>
#include <chrono>
#include <optional>

namespace aloft::cli {
namespace {

namespace asio = boost::asio;
namespace json = boost::json;
using std::chrono::seconds;

constexpr std::string_view usage = "aloft login [--profile NAME] [--region REGION] [--remote] [--redirect-port N]";
constexpr std::string_view here = "arn:aws:signin:::devtools/same-device";
constexpr std::string_view elsewhere = "arn:aws:signin:::devtools/cross-device";

/// Keys of another kind would win over the login's.
void refuse_other_credentials(const std::string& profile) {
  constexpr std::array kinds{std::pair{"web_identity_token_file", "a web identity"},
                             std::pair{"sso_account_id", "SSO"},
                             std::pair{"sso_role_name", "SSO"},
                             std::pair{"aws_access_key_id", "access keys"},
                             std::pair{"role_arn", "a role"},
                             std::pair{"credential_process", "a process"}};
  const auto own = config::profile_files::load(shared_files()).value()->profile(profile);
  for (const auto& [key, what] : kinds)
    if (own.contains(key))
      throw error{error_kind::config, "OtherCredentials",
                  "profile \"" + profile + "\" gets its credentials from " + what + " (" + key +
                      "), which wins over a login: name a new profile by --profile, or remove that"};
}

/// Of base64 in either alphabet, with or without padding; "" for what is none.
std::string decoded_base64(std::string text) {
  for (char& c : text) c = c == '-' ? '+' : c == '_' ? '/' : c;
  while (text.size() % 4 != 0) text += '=';
  return from_base64(text).value_or("");
}

/// The ARN of who has logged in, from the claims of the token.
std::string subject_of(std::string_view id_token) {
  const auto first = id_token.find('.'), second = first == id_token.npos ? first : id_token.find('.', first + 1);
  std::string subject;
  if (second != id_token.npos) {
    boost::system::error_code failure;
    const auto claims =
        json::parse(decoded_base64(std::string{id_token.substr(first + 1, second - first - 1)}), failure);
    const auto* object = failure ? nullptr : claims.if_object();
    const auto* name = object ? object->if_contains("sub") : nullptr;
    if (name && name->is_string()) subject = name->get_string();
  }
  if (subject.empty())
    throw error{error_kind::protocol, "BadIdToken", "AWS Sign-In's answer does not say who has logged in"};
  return subject;
}

/// "arn:aws:iam::123456789012:user/x" → "123456789012".
std::string account_of(const std::string& arn) {
  std::size_t at = 0;
  for (int colons = 0; colons < 4 && at != std::string::npos; ++colons) {
    at = arn.find(':', at);
    if (at != std::string::npos) ++at;
  }
  return at == std::string::npos ? std::string{} : arn.substr(at, arn.find(':', at) - at);
}

class signing_in {
 public:
  signing_in(client service, console& out) : service_{std::move(service)}, out_{out}, key_{make_dpop_key()} {}

  /// The token as it is kept; its session is session().
  asio::awaitable<json::object> run(bool remote, std::uint16_t port) {
    const auto url = co_await token_url();
    const auto origin = url.substr(0, url.find('/', url.find("://") + 3));
    std::optional<code_listener> listener;
    if (!remote) listener.emplace(co_await asio::this_coro::executor, port);
    const std::string client_id{remote ? elsewhere : here};
    const auto redirect = remote ? origin + "/v1/sessions/confirmation" : listener->address();
    const query_pairs query{{"response_type", "code"},
                            {"client_id", client_id},
                            {"state", secrets_.state},
                            {"code_challenge_method", "SHA-256"},
                            {"scope", "openid"},
                            {"redirect_uri", redirect},
                            {"code_challenge", secrets_.challenge}};
    const auto address = origin + "/v1/authorize" + query_text(query);
    out_.write(remote ? "Open this address in a browser:\n\n  " + address + "\n\n"
                      : "To log in, open this address in a browser of this machine (from elsewhere: --remote):\n\n  " +
                            address + "\n\n");
    std::string code;
    if (remote) {
      code = typed_code();
    } else {
      open_browser(address);
      code = co_await listener->code(secrets_.state);
    }
    json::object exchange{{"clientId", client_id},
                          {"grantType", "authorization_code"},
                          {"code", std::move(code)},
                          {"codeVerifier", secrets_.verifier},
                          {"redirectUri", redirect}};
    co_return co_await token_for(std::move(exchange), url, client_id);
  }

  const std::string& session() const noexcept { return session_; }

 private:
  asio::awaitable<std::string> token_url() {
    json::object input{{"clientId", here}, {"grantType", "authorization_code"}};
    json::object whole{{"tokenInput", std::move(input)}};
    const prepared_request request = co_await service_.prepare("CreateOAuth2Token", std::move(whole));
    co_return request.url.substr(0, request.url.find('?'));
  }

  /// The browser shows "state=…&code=…" in base64.
  std::string typed_code() {
    const auto pairs = parse_query(decoded_base64(ask(out_, "The code that the browser shows: ")));
    std::string code, state;
    for (const auto& [name, value] : pairs) (name == "code" ? code : name == "state" ? state : code) = value;
    if (code.empty() || state != secrets_.state)
      throw error{error_kind::credentials, "LoginRefused", "this is not the code of this login; start again"};
    return code;
  }

  asio::awaitable<json::object> token_for(json::object exchange, const std::string& url, const std::string& client_id) {
    const auto now = std::chrono::system_clock::now();
    const auto proof = dpop_proof(key_, url, pkce::make().state, now);
    if (!proof) throw error{error_kind::config, "NoKey", "OpenSSL makes no key on the curve P-256"};
    call_options with;
    with.headers = option_headers{}.with("DPoP", *proof);
    json::object input{{"tokenInput", std::move(exchange)}};
    const response answer = co_await service_.call("CreateOAuth2Token", std::move(input), std::move(with));
    const value output = answer["tokenOutput"];
    session_ = subject_of(output["idToken"].as_text());
    const auto end = std::chrono::floor<seconds>(now) + seconds{output["expiresIn"].as_integer()};
    const value keys = output["accessToken"];
    json::object kept{{"accessKeyId", keys["accessKeyId"].as_text()},
                      {"secretAccessKey", keys["secretAccessKey"].as_text()},
                      {"sessionToken", keys["sessionToken"].as_text()},
                      {"accountId", account_of(session_)},
                      {"expiresAt", format_timestamp(timestamp::from(end), timestamp_format::date_time)}};
    co_return json::object{{"accessToken", std::move(kept)},
                           {"tokenType", output["tokenType"].as_text()},
                           {"clientId", client_id},
                           {"refreshToken", output["refreshToken"].as_text()},
                           {"idToken", output["idToken"].as_text()},
                           {"dpopKey", key_}};
  }

  const client service_;
  console& out_;
  const std::string key_;
  const pkce secrets_ = pkce::make();
  std::string session_;
};

/// A profile that was logged in as somebody else is overwritten only when that is wanted.
bool may_replace(console& out, const std::string& profile, const std::string& before, const std::string& now) {
  if (before.empty() || before == now) return true;
  const auto said =
      ask(out, "Profile " + profile + " is logged in as " + before + ". Replace that by " + now + "? (y/n): ");
  return said == "y" || said == "Y" || said == "yes";
}

}  // namespace

int run_login(const global_options& options, console& out) {
  auto words = options.words;
  const bool remote = take_flag(words, "--remote");
  const auto port = take_number<std::uint16_t>(words, "--redirect-port", 1).value_or(0);
  expect_no_more(words, 1, usage);
  const auto profile = chosen_profile(options);
  refuse_other_credentials(profile);
  const auto file = shared_files().config;
  const auto section = profile_header(profile);
  auto region = options.region;
  bool asked = false;
  auto without_profile = options;  // which may not be there yet
  without_profile.profile.clear();
  if (region.empty()) region = find_property(read_private_file(file), section, "region").value_or("");
  if (region.empty() && profile == "default")
    if (const auto settings = resolve_settings(without_profile); settings->region) region = settings->region.value;
  if (region.empty()) {
    region = ask(out, "AWS region [us-east-1]: ");
    if (region.empty()) region = "us-east-1";
    asked = true;
  }
  return with_session(without_profile, [&](const session& opened) -> asio::awaitable<int> {
    client_options as_nobody;
    as_nobody.region = region;
    as_nobody.sign_requests = false;
    as_nobody.endpoint_url = options.endpoint_url;
    signing_in job{opened.client("signin", as_nobody), out};
    const auto token = co_await job.run(remote, port);
    auto text = read_private_file(file);
    if (!may_replace(out, profile, find_property(text, section, "login_session").value_or(""), job.session()))
      co_return exit_status::success;
    write_private_file(config::login_token_file(job.session(), config::environment::of_process()),
                       json::serialize(token));
    text = with_property(text, section, "login_session", job.session());
    if (asked) text = with_property(text, section, "region", region);
    write_private_file(file, text);
    out.write("\nProfile " + profile + " is logged in as " + job.session() + ".\n");
    co_return exit_status::success;
  });
}

}  // namespace aloft::cli
