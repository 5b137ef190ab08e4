#pragma once
// Waiting between attempts.

#include "core/clock.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>

namespace aloft::runtime {

/// False when the caller's cancellation slot fired. Clocks of tests let no time pass.
boost::asio::awaitable<bool> pause(const clock& time, std::chrono::milliseconds delay);

}  // namespace aloft::runtime
