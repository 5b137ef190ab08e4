#pragma once
// Waiting for nothing but time.

#include "core/random_source.hpp"
#include "flow/budget.hpp"
#include "flow/wait_end.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>

namespace aloft::flow {

/// Waits that long by the clock; clocks of tests may let no time pass (clock::skip).
/// Cancellation: total.
/// Ends with: done; deadline when `limit` comes first; cancelled; context_gone by a clock of a test's only.
boost::asio::awaitable<wait_end> sleep(const clock& time, std::chrono::milliseconds length,
                                       steady_time limit = steady_time::max());

}  // namespace aloft::flow
