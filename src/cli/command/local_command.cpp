#include "cli/command/commands.hpp"
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

}  // namespace

int run_local(const global_options& options, console& out) {
  local::server_options server;
  server.port = 4566;
  std::string latency;
  std::vector<std::string> faults, keys;
  bool no_verification = false;
  CLI::App app{"An AWS of your own on this machine: EC2 and STS in memory, signatures checked.", "aloft local"};
  app.set_help_flag("--help", "This text");
  app.add_option("--port", server.port, "Port to listen on (4566); 0: a free one");
  app.add_option("--address", server.address, "Loopback address to listen on (127.0.0.1)");
  app.add_option("--latency", latency, "Every answer waits this long: 80ms, 1.5s");
  app.add_option("--fault", faults, "Faults to inject, e.g. throttle=0.1 or eu-*/ec2:delay=0.5:300ms; may be repeated");
  app.add_option("--fault-seed", server.fault_seed, "Other seeds give other faults (1)");
  app.add_option("--key", keys, "ID:SECRET[:TOKEN] that may sign requests; may be repeated");
  app.add_option("--account", server.account_id, "The account's number");
  app.add_option("--opt-in", server.opted_in, "Opt-in regions that are enabled");
  app.add_flag("--seed", server.seed, "Fill every region with VPCs, security groups and instances");
  app.add_flag("--no-verify-signatures", no_verification, "Take any signature");
  if (options.help) {
    out.write(app.help());
    return 0;
  }
  try {
    app.parse(std::vector<std::string>(options.words.rbegin(), options.words.rend() - 1));
  } catch (const CLI::CallForHelp&) {
    out.write(app.help());
    return 0;
  } catch (const CLI::ParseError& failure) {
    throw bad_option(std::string{failure.what()} + " (`aloft local --help`)");
  }
  if (!latency.empty()) {
    const auto wait = local::parse_duration(latency);
    if (!wait) throw bad_option("--latency: expected a duration such as 80ms, got '" + latency + "'");
    server.latency = std::chrono::duration_cast<std::chrono::milliseconds>(*wait);
  }
  server.faults = joined(faults);
  for (const auto& key : keys) server.keys.push_back(parse_key(key));
  server.verify_signatures = !no_verification;
  local::run_until_signal(server, std::cout);
  return 0;
}

}  // namespace aloft::cli
