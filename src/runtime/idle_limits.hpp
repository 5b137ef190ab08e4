#pragma once
// How long an operation may say nothing. Some hold a request until there is something to answer, or work on it for
// minutes without a byte; the limit on silence that fits all others would end them, and ask for the work once more.

#include "model/service.hpp"
#include "serde/edited_input.hpp"

#include <chrono>
#include <optional>

namespace aloft::runtime {

/// `stated`: the limit that code gave; nothing: it is `usual`, or more where the operation is known to need more. How
/// long the call itself asks its service to wait (WaitTimeSeconds and its kin) is added to either. Zero, no limit,
/// stays zero.
std::chrono::milliseconds idle_limit(const model::operation& operation, const serde::edited_input& input,
                                     std::optional<std::chrono::milliseconds> stated, std::chrono::milliseconds usual);

}  // namespace aloft::runtime
