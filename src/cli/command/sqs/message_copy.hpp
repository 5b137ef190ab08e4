#pragma once
// Messages of one queue sent to another: each is deleted when the other has it. An interruption loses none; one may
// then be in both.

#include "cli/console.hpp"

#include <aloft/client.hpp>

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace aloft::cli {

struct copy_handle {
  std::function<void()> stop;  ///< ends it; empty while nothing runs
};

/// Until nothing has come for `idle`. `rate`: messages a second. Its exit status; errors are thrown.
boost::asio::awaitable<int> copy_messages(client sqs, std::string from, std::string to,
                                          std::optional<std::uint64_t> rate, std::chrono::seconds idle, console& out,
                                          copy_handle& handle);

}  // namespace aloft::cli
