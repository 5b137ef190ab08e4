#pragma once
// What a failed attempt is to the retry rules. The layer that makes an error says whether the same may go well later
// (error_info::retryable, ::throttling: the model's `retryable` trait, statuses, faults of the network); what AWS's
// codes mean beyond that stands here.

#include <aloft/http_message.hpp>
#include "aloft/error.hpp"
#include "runtime/retry.hpp"

#include <chrono>
#include <optional>

namespace aloft::runtime {

failure_class classify(const error& failure);

/// How far the server's clock is ahead of `now`, when an attempt failed because its signature's time was wrong; less
/// than AWS tolerates counts as 0. Nothing when the clock is not to blame: the code is none by which AWS says that a
/// date is off (some of them have other causes too), the Date of the answer is not far from the time that was signed,
/// or the answer comes out of a cache, which leaves the Date as it was (Age, RFC 9111 §5.1).
std::optional<std::chrono::seconds> clock_skew(const error& failure, const header_list& answer,
                                               std::chrono::system_clock::time_point signed_at,
                                               std::chrono::system_clock::time_point now);

}  // namespace aloft::runtime
