#include "cli/run/loaded_credentials.hpp"

#include "cli/exit_status.hpp"
#include "cli/run/run_event_loop.hpp"
#include "cli/run/session_setup.hpp"

#include <optional>

namespace aloft::cli {
namespace asio = boost::asio;

result<credentials> load_credentials(const global_options& options, log_sink& log,
                                     std::shared_ptr<const config::profile_files> files) {
  std::optional<result<credentials>> found;
  const int status = run_event_loop([&](asio::any_io_executor executor) -> asio::awaitable<int> {
    const session session = open_session(std::move(executor), session_settings(options, log), files);
    try {
      auto keys = co_await session.credentials();
      found = std::move(keys);
    } catch (const error& failure) {
      found = failure;
    }
    co_return exit_status::success;
  });
  if (status != exit_status::success || !found)
    return error{error_kind::cancelled, "Cancelled", "interrupted while credentials were looked for"};
  return std::move(*found);
}

}  // namespace aloft::cli
