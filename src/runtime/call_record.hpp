#pragma once
// What a call tells of itself: to observers while it goes on, in its answer or its error at the end.

#include "runtime/call_context.hpp"
#include "runtime/call_target.hpp"
#include "runtime/response_state.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace aloft::runtime {

std::string header_of(const response_metadata& about, std::string_view wanted);

/// Lives in the frame of its call, beside what it tells of, which must outlive it.
class call_record {
 public:
  using clock = std::chrono::steady_clock;

  call_record(const call_context& context, const model::operation& operation, const call_limits& limits,
              const call_target& target, const retry_state& retries);

  /// No attempt goes on after this. max(): the call has all time.
  clock::time_point over_at() const noexcept { return over_at_; }
  clock::time_point attempt_over_at() const noexcept;
  /// What is left for the call; max(): all time.
  std::chrono::milliseconds time_left() const noexcept;

  void begins(std::string_view id);
  void attempt_begins() noexcept;
  void request_signed(const http_request& request) const noexcept {
    observers_.tell(&call_observer::request_signed, request);
  }
  /// A head has come.
  void answered(int status, const header_list& headers);
  /// 0: nothing was answered.
  int status() const noexcept { return status_; }
  /// Where the time of the attempt's exchange goes.
  exchange_timings& timings() noexcept { return timings_; }
  void attempt_ends(const result<call_answer>& outcome) const noexcept;

  /// What the retry rules made of the failure.
  void classified(failure_class kind) noexcept { last_class_ = kind; }
  /// An attempt that reached the network and failed; the next one is `delay` away.
  void failed(const error& failure, std::chrono::milliseconds delay);
  void retries_in(std::chrono::milliseconds delay) const noexcept { observers_.tell(&call_observer::retry, delay); }

  /// The end: metadata goes into an answer, service, operation, endpoint and attempts into an error.
  result<call_answer> finish(result<call_answer> outcome);
  /// What finish() puts into an answer, before the end.
  void describe(response_metadata& about) const;
  /// The end of a call whose outcome is not for finish(). Null: it succeeded.
  void end(const error* failure) const noexcept;
  error with_context(const error& failure) const;

 private:
  void describe_answer(response_metadata& about) const;
  clock::time_point now() const noexcept { return context_.time->steady_now(); }

  const call_context& context_;
  const model::operation& operation_;
  const call_limits& limits_;
  const call_target& target_;
  const retry_state& retries_;
  call_observers observers_;
  const clock::time_point started_ = now();
  clock::time_point over_at_ = clock::time_point::max();
  clock::time_point attempt_started_ = started_;
  int status_ = 0;
  std::string request_id_;
  exchange_timings timings_;
  failure_class last_class_ = failure_class::final;
  std::vector<attempt_outcome> attempts_;
};

}  // namespace aloft::runtime
