#pragma once
// `aloft s3 cp`, `mv`, `sync`, in an event loop that runs already.

#include <aloft/session.hpp>
#include "cli/console.hpp"
#include "cli/options/global_options.hpp"

#include <boost/asio/awaitable.hpp>

namespace aloft::cli {

/// By the second word of the options.
boost::asio::awaitable<int> transfer_objects(const session& opened, const global_options& options, console& out);
/// `aloft s3 rm`.
boost::asio::awaitable<int> remove_objects(const session& opened, const global_options& options, console& out);

}  // namespace aloft::cli
