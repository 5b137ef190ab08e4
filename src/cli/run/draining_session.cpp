#include "cli/run/draining_loop.hpp"
#include "cli/run/session_setup.hpp"
#include "cli/run/stderr_log.hpp"

namespace aloft::cli {
namespace asio = boost::asio;

int with_draining_session(const global_options& options,
                          const std::function<asio::awaitable<int>(const session&)>& work,
                          const std::function<bool()>& drain) {
  const auto settings = resolve_settings(options);
  stderr_log log{options.debug};
  const auto run = [&](asio::any_io_executor executor) -> asio::awaitable<int> {
    const session opened = open_session(std::move(executor), session_settings(options, log), settings->files());
    co_return co_await work(opened);
  };
  return run_draining_loop(run, drain);
}

}  // namespace aloft::cli
