#pragma once
// What a failed attempt is to the retry rules: by error code, HTTP status, the model's `retryable` trait, and how far
// the attempt got.

#include "aloft/error.hpp"
#include "model/service.hpp"
#include "runtime/retry.hpp"

#include <chrono>
#include <optional>
#include <string_view>

namespace aloft::runtime {

failure_class classify(const error& failure, const model::operation& operation);

/// How far the server's clock is ahead of ours when an attempt failed for that reason; nothing when the clock is not to
/// blame: the code is one by which AWS says that a date is off (some of them have other causes too), and the answer's
/// Date header shows a clock at least four minutes away (AWS allows five).
std::optional<std::chrono::seconds> clock_skew(const error& failure, std::optional<std::string_view> date,
                                               std::chrono::system_clock::time_point now);

}  // namespace aloft::runtime
