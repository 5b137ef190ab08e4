#include "aloft/login_token.hpp"

#include <aloft/clock.hpp>
#include "cli/command/commands.hpp"
#include "cli/exit_status.hpp"
#include "cli/options/word_options.hpp"
#include "cli/run/loaded_credentials.hpp"
#include "cli/run/session_setup.hpp"
#include "cli/run/stderr_log.hpp"

#include <charconv>

namespace aloft::cli {
namespace {

constexpr std::string_view rds_usage =
    "aloft rds generate-db-auth-token --hostname HOST --port PORT --username USER [--region REGION]";
constexpr std::string_view dsql_usage =
    "aloft dsql generate-db-connect[-admin]-auth-token --hostname HOST [--expires-in SECONDS] [--region REGION]";

std::string needed(std::vector<std::string>& words, std::string_view name, std::string_view usage) {
  if (auto value = take_option(words, name); value && !value->empty()) return std::move(*value);
  throw error{error_kind::usage, "MissingParameter",
              "needs the parameter " + std::string{name} + ": " + std::string{usage}};
}

unsigned short read_port(const std::string& text) {
  unsigned short port = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (failure == std::errc{} && end == text.data() + text.size() && port != 0) return port;
  throw error{error_kind::usage, "ParameterValue", "--port: expected a number from 1 to 65535, got '" + text + '\''};
}

std::string region_of(const global_options& options) {
  const auto settings = resolve_settings(options);
  if (settings->region) return settings->region.value;
  throw error{error_kind::config, "NoRegion", "which region is the database in? Give --region or set AWS_REGION"};
}

credentials keys_of(const global_options& options) {
  stderr_log log{options.debug};
  return load_credentials(options, log).value();
}

}  // namespace

int run_rds_token(const global_options& options, console& out) {
  auto words = options.words;
  const auto host = needed(words, "--hostname", rds_usage);
  const auto port = read_port(needed(words, "--port", rds_usage));
  const auto user = needed(words, "--username", rds_usage);
  expect_no_more(words, 2, rds_usage);
  const auto region = region_of(options);
  signing_key_cache cache;
  const auto token = rds_login_token(host, port, user, region, keys_of(options), system_clock_source().now(), cache);
  out.write(token.value() + '\n');
  return exit_status::success;
}

int run_dsql_token(const global_options& options, console& out) {
  auto words = options.words;
  const auto role = words[1] == "generate-db-connect-admin-auth-token" ? dsql_role::admin : dsql_role::user;
  const auto host = needed(words, "--hostname", dsql_usage);
  const auto lifetime = take_seconds(words, "--expires-in").value_or(std::chrono::seconds{900});
  expect_no_more(words, 2, dsql_usage);
  const auto region = region_of(options);
  signing_key_cache cache;
  const auto token =
      dsql_login_token(host, role, region, keys_of(options), system_clock_source().now(), cache, lifetime);
  out.write(token.value() + '\n');
  return exit_status::success;
}

}  // namespace aloft::cli
