#pragma once
// A consumer that runs in the program until it is told to end, has done enough, or nothing comes any more.

#include "cli/command/sqs/listen_options.hpp"
#include "cli/console.hpp"

#include <aloft/session.hpp>

#include <boost/asio/awaitable.hpp>

#include <functional>

namespace aloft::cli {

/// With a session of the options. Its exit status; errors are thrown.
int listen(const global_options& options, console& out, listen_options how);

/// What a signal, or something else that happens, can reach of it.
struct listening {
  std::function<void()> stop;  ///< empty while nothing runs
  /// Has it drain; false: there is nothing to.
  bool end() const {
    if (stop) stop();
    return static_cast<bool>(stop);
  }
};

/// The same within a session that is there.
boost::asio::awaitable<int> listen_in(const session& opened, const global_options& options, console& out,
                                      listen_options how, listening& handle);

}  // namespace aloft::cli
