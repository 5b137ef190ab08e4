#include "config/providers/instance_metadata.hpp"

#include "config/providers/fetch.hpp"
#include "config/providers/json_credentials.hpp"
#include "flow/sleep.hpp"

#include <charconv>

namespace aloft::config {
namespace asio = boost::asio;
namespace {

using namespace std::chrono_literals;
constexpr std::string_view roles = "/latest/meta-data/iam/security-credentials/";

error bad_setting(const setting& what, std::string_view name, std::string_view expected) {
  return error{
      error_kind::config, "InvalidMetadataSetting",
      std::string{name} + " is \"" + what.value + "\" (" + what.source + "); expected " + std::string{expected}};
}

bool is_true(const setting& flag) { return iequals(flag.value, "true"); }

result<int> number(const settings& in, const setting_key& key, int otherwise) {
  const setting from = in.find(key);
  if (!from) return otherwise;
  int parsed = 0;
  const char* end = from.value.data() + from.value.size();
  if (const auto [stop, bad] = std::from_chars(from.value.data(), end, parsed);
      bad != std::errc{} || stop != end || parsed < 1 || parsed > 1000)
    return bad_setting(from, key.name, "a number from 1 to 1000");
  return parsed;
}

/// What one question to the service came to.
enum class verdict {
  answered,     ///< status 200 with a body
  refused,      ///< any other status, to the last attempt
  silent,       ///< connected, but no answer came
  unreachable,  ///< nobody is there
};

class metadata_client {
 public:
  metadata_client(const provider_context& with, metadata_settings how) : with_{with}, how_{std::move(how)} {}

  asio::awaitable<verdict> ask(const char* method, std::string path) {
    auto made = request_to(how_.endpoint + path, "metadata service");
    if (!made) co_return verdict::unreachable;  // checked before
    made->method = method;
    if (made->method == "PUT")
      made->headers.set("x-aws-ec2-metadata-token-ttl-seconds", "21600");
    else if (!token_.empty())
      made->headers.set("x-aws-ec2-metadata-token", token_);
    if (made->method == "PUT") made->headers.set("Content-Length", "0");
    int connects = 0;
    verdict last = verdict::unreachable;
    for (int attempt = 1; attempt <= std::max(3, how_.attempts); ++attempt) {
      if (attempt > 1) {
        const auto slept = co_await flow::sleep(*with_.time, 50ms * attempt);
        if (slept != flow::wait_end::done) break;
      }
      // Connecting has its own limit, so that nobody there and no answer are told apart.
      auto answer = co_await fetch(*with_.metadata, *made, 2 * how_.timeout, *with_.time);
      if (!answer) {
        last = answer.error().kind() == error_kind::timeout && answer.error().code() != "ConnectTimeout"
                   ? verdict::silent
                   : verdict::unreachable;
        if (answer.error().kind() == error_kind::cancelled || ++connects >= how_.attempts) break;
        continue;
      }
      status = answer->status;
      if (status == 200 && !answer->body.empty()) {
        body = std::move(answer->body);
        co_return verdict::answered;
      }
      last = verdict::refused;
      if (status != 200 && status < 500 && status != 429) break;
    }
    co_return last;
  }

  void use_token() { token_ = std::move(body); }

  int status = 0;
  std::string body;

 private:
  const provider_context& with_;
  const metadata_settings how_;
  std::string token_;
};

// A service that gives out what is over already is in trouble: better sign with that than with nothing. What is merely
// short-lived is what it says, and dead at its end.
void extend(credentials& keys, const provider_context& with) {
  const auto now = with.time->now();
  if (!keys.expiration || now < *keys.expiration) return;
  keys.expiration = now + 15min + std::chrono::seconds{120 + static_cast<int>(with.random->next() * 480)};
  if (with.log != nullptr)
    with.log->write(log_level::warning,
                    "The instance metadata service gives credentials that have expired; using them on");
}

}  // namespace

result<metadata_settings> metadata_settings_of(const settings& configuration) {
  metadata_settings out;
  out.disabled = is_true(configuration.find(keys::metadata_disabled));
  out.version_1_disabled = is_true(configuration.find(keys::metadata_v1_disabled));
  const auto seconds = number(configuration, keys::metadata_timeout, 1);
  if (!seconds) return seconds.error();
  out.timeout = std::chrono::seconds{*seconds};
  const auto attempts = number(configuration, keys::metadata_attempts, 1);
  if (!attempts) return attempts.error();
  out.attempts = *attempts;

  const setting mode = configuration.find(keys::metadata_endpoint_mode);
  if (mode && !iequals(mode.value, "ipv4") && !iequals(mode.value, "ipv6"))
    return bad_setting(mode, keys::metadata_endpoint_mode.name, "IPv4 or IPv6");
  const bool ipv6 = mode ? iequals(mode.value, "ipv6") : is_true(configuration.find(keys::metadata_ipv6));
  out.endpoint = ipv6 ? "http://[fd00:ec2::254]" : "http://169.254.169.254";
  if (const setting custom = configuration.find(keys::metadata_endpoint)) {
    if (!request_to(custom.value, custom.source) || custom.value.find('?') != std::string::npos)
      return bad_setting(custom, keys::metadata_endpoint.name, "http://HOST[:PORT]");
    out.endpoint = custom.value;
    while (out.endpoint.ends_with('/')) out.endpoint.pop_back();
  }
  return out;
}

asio::awaitable<result<std::optional<credentials>>> instance_credentials(const provider_context& with) {
  using found = result<std::optional<credentials>>;
  auto how = metadata_settings_of(*with.configuration);
  if (!how) co_return how.error();
  if (how->disabled) co_return found{std::nullopt};
  metadata_client service{with, *how};

  switch (co_await service.ask("PUT", "/latest/api/token")) {
    case verdict::answered: service.use_token(); break;
    case verdict::unreachable: co_return found{std::nullopt};
    case verdict::refused:
      if (service.status == 400) co_return found{std::nullopt};
      [[fallthrough]];
    case verdict::silent:
      if (how->version_1_disabled)
        co_return error{
            error_kind::credentials, "MetadataTokenRefused",
            "The instance metadata service gives no token, and version 1, which needs none, is switched off"};
  }
  if (co_await service.ask("GET", std::string{roles}) != verdict::answered) co_return found{std::nullopt};
  const std::string role = service.body.substr(0, service.body.find_first_of(" \t\r\n"));
  if (co_await service.ask("GET", std::string{roles} + role) != verdict::answered) co_return found{std::nullopt};
  auto keys = credentials_from_json(service.body, "The instance metadata service");
  if (!keys || keys->session_token.empty() || !keys->expiration) {
    if (with.log != nullptr)
      with.log->write(log_level::warning, keys ? "The instance metadata service gave incomplete credentials"
                                               : std::string_view{keys.error().message()});
    co_return found{std::nullopt};
  }
  extend(*keys, with);
  keys->provider = "iam-role";
  co_return found{std::move(*keys)};
}

}  // namespace aloft::config
