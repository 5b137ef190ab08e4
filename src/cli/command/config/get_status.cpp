#include "cli/command/further_commands.hpp"
#include "cli/exit_status.hpp"
#include "cli/options/word_options.hpp"
#include "cli/run/service_call.hpp"
#include "cli/run/session_setup.hpp"

#include <string>

namespace aloft::cli {
namespace {

namespace asio = boost::asio;

std::string line(std::string_view name, value text) {
  return text.is_null() ? std::string{} : std::string{name} + ": " + std::string{text.as_text()} + "\n";
}

/// Of a delivery: its last state, and what went wrong.
std::string delivery(std::string_view name, value of) {
  if (of.is_null()) return {};
  auto text = line("last " + std::string{name} + " delivery status", of["lastStatus"]);
  if (of["lastStatus"] == "FAILURE")
    text += line("error code", of["lastErrorCode"]) + line("message", of["lastErrorMessage"]);
  return text;
}

}  // namespace

int run_config_status(const global_options& options, console& out) {
  expect_no_more(options.words, 2, "aloft configservice get-status");
  return with_session(options, [&](const session& opened) -> asio::awaitable<int> {
    const auto service = opened.client("config", client_settings(options, {}));
    const response recorders = co_await service.call("DescribeConfigurationRecorderStatus");
    const response channels = co_await service.call("DescribeDeliveryChannelStatus");
    std::string text = "Configuration Recorders:\n\n";
    for (const value one : recorders["ConfigurationRecordersStatus"]) {
      text += line("name", one["name"]) + "recorder: " + (one["recording"].as_boolean() ? "ON" : "OFF") + "\n";
      if (one["recording"].as_boolean()) text += line("last status", one["lastStatus"]);
      if (one["lastStatus"] == "FAILURE")
        text += line("error code", one["lastErrorCode"]) + line("message", one["lastErrorMessage"]);
      text += "\n";
    }
    text += "Delivery Channels:\n\n";
    for (const value one : channels["DeliveryChannelsStatus"]) {
      text += line("name", one["name"]) + delivery("stream", one["configStreamDeliveryInfo"]) +
              delivery("history", one["configHistoryDeliveryInfo"]) +
              delivery("snapshot", one["configSnapshotDeliveryInfo"]) + "\n";
    }
    out.write(text);
    co_return exit_status::success;
  });
}

}  // namespace aloft::cli
