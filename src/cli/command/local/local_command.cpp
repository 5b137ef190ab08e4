#include "cli/command/commands.hpp"
#include "cli/help/options_help.hpp"
#include "local/command.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

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

/// The options as they are typed.
struct local_words {
  local::server_options server;
  std::string latency;
  std::vector<std::string> faults, keys;
  bool no_verification = false;

  local_words() { server.port = 4566; }

  void declare(CLI::App& app) {
    app.set_help_flag();
    app.add_option("--port", server.port, "Port to listen on (4566); 0: a free one")->type_name("N");
    app.add_option("--address", server.address, "Loopback address to listen on (127.0.0.1)")->type_name("ADDRESS");
    app.add_option("--latency", latency, "Every answer waits this long: 80ms, 1.5s")->type_name("TIME");
    app.add_option("--fault", faults,
                   "Faults to inject, e.g. throttle=0.1 or eu-*/ec2:delay=0.5:300ms; may be repeated")
        ->type_name("RULE");
    app.add_option("--fault-seed", server.fault_seed, "Other seeds give other faults (1)")->type_name("N");
    app.add_option("--key", keys, "A key pair that may sign requests, instead of the demo's; may be repeated")
        ->type_name("ID:SECRET[:TOKEN]");
    app.add_option("--account", server.account_id, "The account's number")->type_name("NUMBER");
    app.add_option("--opt-in", server.opted_in, "Opt-in regions that are enabled")->type_name("REGION ...");
    app.add_flag("--seed", server.seed, "Fill every region with VPCs, security groups and instances");
    app.add_flag("--no-verify-signatures", no_verification, "Take any signature");
  }
};

constexpr std::string_view local_help = R"(aloft local

  An AWS of your own on this machine, in memory: EC2 (regions, VPCs, security groups, instances, tags) and STS.
  Signatures are checked as AWS does. It prints the environment that leads aloft, the AWS CLI and SDKs to it, and ends
  at Ctrl-C. A fault is [REGION/][SERVICE[.OPERATION]:]KIND=SHARE[:DURATION], KIND one of throttle, error, unavailable,
  delay, stall, close, truncate and garbage, SHARE a probability or Nx for the first N requests.

Usage
  aloft local [options]

Options
)";

}  // namespace

int run_local(const global_options& options, console&) {
  local_words words;
  CLI::App app;
  words.declare(app);
  try {
    app.parse(std::vector<std::string>(options.words.rbegin(), options.words.rend() - 1));
  } catch (const CLI::ParseError& failure) {
    throw bad_option(std::string{failure.what()} + " (`aloft local --help`)");
  }
  auto& server = words.server;
  if (!words.latency.empty()) {
    const auto wait = local::parse_duration(words.latency);
    if (!wait) throw bad_option("--latency: expected a duration such as 80ms, got '" + words.latency + "'");
    server.latency = std::chrono::duration_cast<std::chrono::milliseconds>(*wait);
  }
  server.faults = joined(words.faults);
  for (const auto& key : words.keys) server.keys.push_back(parse_key(key));
  server.verify_signatures = !words.no_verification;
  local::run_until_signal(server, std::cout);
  return 0;
}

int run_local_help(console& out) {
  local_words words;
  CLI::App app;
  words.declare(app);
  out.write(std::string{local_help} + options_help(app));
  return 0;
}

}  // namespace aloft::cli
