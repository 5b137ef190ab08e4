#include "cli/run/service_call.hpp"

#include "cli/exit_status.hpp"
#include "cli/run/run_event_loop.hpp"
#include "cli/run/session_setup.hpp"
#include "cli/run/stderr_log.hpp"

#include <optional>
#include <string>

namespace aloft::cli {
namespace asio = boost::asio;

int with_session(const global_options& options,
                 const std::function<boost::asio::awaitable<int>(const session&)>& work) {
  const auto settings = resolve_settings(options);
  stderr_log log{options.debug};
  return run_event_loop([&](asio::any_io_executor executor) -> asio::awaitable<int> {
    const session opened = open_session(std::move(executor), session_settings(options, log), settings->files());
    co_return co_await work(opened);
  });
}

boost::json::value call_service(const global_options& options, std::string_view service, std::string_view operation,
                                boost::json::object input) {
  std::optional<boost::json::value> answer;
  with_session(options, [&](const session& opened) -> asio::awaitable<int> {
    const auto caller = opened.client(service, client_settings(options, {}));
    const response got = co_await caller.call(operation, std::move(input));
    answer = to_json(got.output());
    co_return exit_status::success;
  });
  if (!answer) throw error{error_kind::cancelled, "Cancelled", "interrupted"};
  return *std::move(answer);
}

}  // namespace aloft::cli
