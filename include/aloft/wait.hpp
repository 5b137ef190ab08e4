#pragma once
// Waiting until something has come about, by the waiters of the services' models.
//
//   co_await ec2.wait("instance_running", {{"InstanceIds", {"i-1"}}}, {.max_wait = 10min});
//
//   auto ended = co_await ec2.try_wait("instance_running", …);
//   if (ended && !*ended) log(ended->reason);

#include <aloft/error.hpp>
#include <aloft/response.hpp>

#include <chrono>
#include <optional>
#include <string>

namespace aloft {

/// Fields that are not given take the model's values.
struct wait_options {
  std::optional<std::chrono::milliseconds> delay = {};  ///< between two attempts
  std::optional<int> max_attempts = {};                 ///< at least 1
  /// From the first attempt to the start of the last; the model's number of attempts does not count then.
  std::optional<std::chrono::milliseconds> max_wait = {};
  std::optional<std::chrono::milliseconds> attempt_timeout = {};    ///< of each call; default: the client's
  std::optional<std::chrono::milliseconds> operation_timeout = {};  ///< of each call; default: the client's
};

enum class wait_end {
  success,          ///< it has come about
  failure,          ///< it cannot come about any more
  out_of_attempts,  ///< it had not come about after the last attempt
  out_of_time,      ///< it had not come about, and the next attempt would have been after max_wait
};

/// How waiting ended.
struct wait_outcome {
  wait_end end = wait_end::success;
  std::string reason;  ///< what the waiter saw last, for people: "Reservations[]… is "terminated" somewhere"
  response last;       ///< the last answer; empty where the service refused the last call
  std::optional<error> refusal;  ///< what it refused with
  int attempts = 0;
  std::chrono::milliseconds waited{0};

  explicit operator bool() const noexcept { return end == wait_end::success; }
};

}  // namespace aloft
