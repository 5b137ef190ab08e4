#pragma once
// The loop of client::wait.

#include "aloft/input.hpp"
#include "aloft/wait.hpp"
#include "client/client_state.hpp"

#include <boost/asio/awaitable.hpp>

#include <memory>
#include <string>

namespace aloft::client_detail {

/// What every end but success is: a value, or an error (service "WaiterFailed", timeout "WaiterTimedOut").
enum class wait_failure { outcome, error };

boost::asio::awaitable<result<wait_outcome>> run_wait(std::shared_ptr<const client::state> of, std::string waiter,
                                                      aloft::input input, wait_options options, wait_failure as);

}  // namespace aloft::client_detail
