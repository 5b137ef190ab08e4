#include "cli/command/commands.hpp"
#include "cli/command/local/serve.hpp"
#include "cli/exit_status.hpp"
#include "cli/options/word_options.hpp"

#include <aloft/duration.hpp>

#include <algorithm>
#include <iostream>

namespace aloft::cli {
namespace {

error bad_option(const std::string& message) { return error{error_kind::usage, "BadOption", message}; }

/// ID:SECRET[:TOKEN]
local::access_key parse_key(const std::string& text) {
  const auto first = text.find(':');
  if (first == 0 || first == std::string::npos || first + 1 == text.size()) {
    throw bad_option("--key: expected ID:SECRET or ID:SECRET:TOKEN");
  }
  const auto second = text.find(':', first + 1);
  local::access_key key{.id = text.substr(0, first), .secret = text.substr(first + 1, second - first - 1)};
  if (second != std::string::npos) key.session_token = text.substr(second + 1);
  return key;
}

std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (const auto& part : parts) text += (text.empty() ? "" : ",") + part;
  return text;
}

std::vector<std::string> take_all(std::vector<std::string>& words, std::string_view name) {
  std::vector<std::string> all;
  while (auto value = take_option(words, name)) all.push_back(std::move(*value));
  return all;
}

/// --opt-in REGION ...: the option's value and the words behind it that are no options.
std::vector<std::string> take_regions(std::vector<std::string>& words) {
  const auto at = std::find(words.begin(), words.end(), "--opt-in");
  if (at == words.end()) return take_all(words, "--opt-in");
  const auto end = std::find_if(at + 1, words.end(), [](const auto& word) { return word.starts_with("--"); });
  std::vector<std::string> regions{at + 1, end};
  words.erase(at, end);
  return regions;
}

/// --synthesize [--rows N] [--pages N] [--synthesis-seed N]
std::optional<local::synthesis> read_synthesis(std::vector<std::string>& words) {
  const bool wanted = take_flag(words, "--synthesize");
  local::synthesis how;
  const auto rows = take_number<std::size_t>(words, "--rows", 0);
  const auto pages = take_number<std::size_t>(words, "--pages", 1);
  const auto seed = take_number<std::uint64_t>(words, "--synthesis-seed", 0);
  if (!wanted && (rows || pages || seed)) throw bad_option("--rows, --pages and --synthesis-seed need --synthesize");
  how.rows = rows.value_or(how.rows);
  how.pages = pages.value_or(how.pages);
  how.seed = seed.value_or(how.seed);
  return wanted ? std::optional{how} : std::nullopt;
}

local::server_options read_options(std::vector<std::string> words) {
  local::server_options server;
  server.port = 4566;
  if (const auto port = take_number<std::uint16_t>(words, "--port", 0)) server.port = *port;
  if (auto address = take_option(words, "--address")) server.address = std::move(*address);
  if (const auto latency = take_option(words, "--latency")) {
    const auto wait = parse_duration(*latency);
    if (!wait) throw bad_option("--latency: expected a duration such as 80ms, got '" + *latency + "'");
    server.latency = std::chrono::duration_cast<std::chrono::milliseconds>(*wait);
  }
  server.faults = joined(take_all(words, "--fault"));
  if (const auto seed = take_number<std::uint64_t>(words, "--fault-seed", 0)) server.fault_seed = *seed;
  for (const auto& key : take_all(words, "--key")) server.keys.push_back(parse_key(key));
  if (auto account = take_option(words, "--account")) server.account_id = std::move(*account);
  server.opted_in = take_regions(words);
  for (const auto& function : take_all(words, "--function"))
    server.functions.push_back(local::parse_function(function).value());
  if (auto folder = take_option(words, "--data")) server.data = std::move(*folder);
  server.seed = take_flag(words, "--seed");
  server.check_queue_policies = !take_flag(words, "--no-check-queue-policies");
  server.synthesize = read_synthesis(words);
  server.verify_signatures = !take_flag(words, "--no-verify-signatures");
  expect_no_more(words, 1, "`aloft local help` lists the options");
  return server;
}

}  // namespace

int run_local(const global_options& options, console&) {
  serve_until_signal(read_options(options.words), std::cout);
  return exit_status::success;
}

}  // namespace aloft::cli
