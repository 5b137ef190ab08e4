#include "runtime/call_record.hpp"

#include "runtime/classify.hpp"
#include "runtime/repeatable.hpp"

#include <algorithm>
#include <utility>

namespace aloft::runtime {
using std::chrono::duration_cast;
using std::chrono::microseconds;
using std::chrono::milliseconds;
namespace {

std::optional<error> failure_of(const result<call_answer>& outcome) {
  if (outcome) return std::nullopt;
  return outcome.error();
}

const error* pointer_to(const std::optional<error>& failure) noexcept { return failure ? &*failure : nullptr; }

}  // namespace

std::string header_of(const response_metadata& about, std::string_view wanted) {
  return std::string{about.headers.find(wanted).value_or("")};
}

call_record::call_record(const call_context& context, const model::operation& operation, const call_limits& limits,
                         const call_target& target, const retry_state& retries)
    : context_{context}, operation_{operation}, limits_{limits}, target_{target}, retries_{retries} {
  if (limits_.operation.value_or(milliseconds::zero()) > milliseconds::zero()) over_at_ = started_ + *limits_.operation;
}

call_record::clock::time_point call_record::attempt_over_at() const noexcept {
  if (limits_.attempt.value_or(milliseconds::zero()) == milliseconds::zero()) return over_at_;
  return std::min(over_at_, attempt_started_ + *limits_.attempt);
}

milliseconds call_record::time_left() const noexcept {
  if (over_at_ == clock::time_point::max()) return milliseconds::max();
  return duration_cast<milliseconds>(over_at_ - now());
}

void call_record::begins(std::string_view id) {
  if (context_.observers.empty()) return;
  observers_.begin(context_.observers, {id, context_.service->metadata().name, operation_.name, context_.region});
}

void call_record::attempt_begins() noexcept {
  attempt_started_ = now();
  status_ = 0;
  request_id_.clear();
  timings_ = {};
  observers_.tell(&call_observer::attempt_begins, retries_.attempt());
}

void call_record::answered(int status, const header_list& headers) {
  status_ = status;
  request_id_ = protocol::request_id(headers);
}

void call_record::attempt_ends(const result<call_answer>& outcome) const noexcept {
  if (observers_.none()) return;
  auto failure = failure_of(outcome);
  // Whoever watches is told what the code means, as whoever gets the error in the end is.
  if (failure && classify(*failure) == failure_class::throttling)
    failure = failure->with([](error_info& info) { info.throttling = true; });
  const attempt_report report{retries_.attempt(),
                              status_,
                              request_id_,
                              pointer_to(failure),
                              duration_cast<microseconds>(now() - attempt_started_),
                              timings_};
  observers_.tell(&call_observer::attempt_over, report);
}

void call_record::failed(const error& failure, milliseconds delay) {
  attempts_.push_back({failure.code(), status_, delay});
}

void call_record::describe_answer(response_metadata& about) const {
  about.http_status = status_;
  about.extended_request_id = header_of(about, "x-amz-id-2");
  about.endpoint = target_.where()->url();
  about.region = target_.region();
  about.duration = duration_cast<microseconds>(now() - started_);
}

void call_record::describe(response_metadata& about) const {
  describe_answer(about);
  about.request_id = request_id_;
  about.attempts = attempts_;
}

result<call_answer> call_record::finish(result<call_answer> outcome) {
  if (outcome) {
    describe_answer(outcome->metadata);
    outcome->metadata.request_id = std::move(request_id_);
    outcome->metadata.attempts = std::move(attempts_);
  } else {
    outcome = with_context(outcome.error());
  }
  if (!observers_.none()) end(pointer_to(failure_of(outcome)));
  return outcome;
}

void call_record::end(const error* failure) const noexcept {
  if (observers_.none()) return;
  const auto took = duration_cast<microseconds>(now() - started_);
  observers_.tell(&call_observer::end, call_report{retries_.attempt(), failure, took});
}

error call_record::with_context(const error& failure) const {
  return failure.with([&](error_info& info) {
    info.service = context_.service->metadata().name;
    info.operation = operation_.name;
    info.region = target_.region();
    if (target_.where() != nullptr) info.endpoint = target_.where()->url();
    if (info.request_id.empty()) info.request_id = request_id_;
    info.attempts = attempts_;
    info.throttling = last_class_ == failure_class::throttling;
    info.retryable = last_class_ != failure_class::final;
    if (info.kind == error_kind::timeout && now() >= over_at_) {
      info.code = "OperationTimeout";
      info.message =
          "the call was not done within its operation timeout of " + std::to_string(limits_.operation->count()) + " ms";
      if (is_open(failure, status_)) info.message += "; the request had been sent whole and may have been carried out";
    }
  });
}

}  // namespace aloft::runtime
