#pragma once
// Waiting until something has come about, without I/O: what a call gave goes in, what to do comes out.
// Acceptors in their order, the first that matches decides; where none does, an answer means another attempt and AWS's
// refusal the end (botocore's rules). Smithy's waiter specification asks for the same but for its growing delays.

#include "aloft/error.hpp"
#include "aloft/jmespath.hpp"
#include "aloft/value.hpp"
#include "model/waiter_facts.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace aloft::paging {

struct wait_limits {
  std::optional<std::chrono::milliseconds> delay = {};  ///< between attempts, instead of the model's
  std::optional<int> max_attempts = {};                 ///< instead of the model's, at least 1
  std::optional<std::chrono::milliseconds> max_wait =
      {};  ///< in all; without max_attempts the model's do not count then
};

class wait_state {
 public:
  /// Errors: usage "BadWaitLimit"; config "InvalidModel". The waiter must outlive this.
  static result<wait_state> start(const model::waiter& waiter, const wait_limits& limits);

  enum class action {
    wait,             ///< `delay`, then another attempt
    success,          ///< it has come about
    failure,          ///< it cannot come about any more
    out_of_attempts,  ///< it has not come about in as many attempts
    out_of_time,      ///< it has not come about, and the next attempt would be after max_wait
  };
  struct step {
    action what = action::wait;
    std::chrono::milliseconds delay{0};
    std::string reason;  ///< what matched, for people; empty when nothing has yet
  };

  /// After an answer. `elapsed`: since the first attempt began.
  step resume(value output, int http_status, std::chrono::milliseconds elapsed);
  /// After a refusal by the service; other errors say nothing about what is waited for, and end the waiting.
  step resume(const error& refusal, std::chrono::milliseconds elapsed);

  int attempts() const noexcept { return attempts_; }

 private:
  struct outcome;
  explicit wait_state(const model::waiter& waiter) : waiter_{&waiter} {}
  const model::acceptor* match(const outcome& of) const;
  bool matches(std::size_t acceptor, const outcome& of) const;
  step decide(const outcome& of, std::chrono::milliseconds elapsed);

  const model::waiter* waiter_;
  std::vector<std::optional<jmespath::expression>> paths_;  // by acceptor
  std::chrono::milliseconds delay_{0};
  std::optional<int> max_attempts_;
  std::optional<std::chrono::milliseconds> max_wait_;
  int attempts_ = 0;
  std::string last_reason_;
};

}  // namespace aloft::paging
