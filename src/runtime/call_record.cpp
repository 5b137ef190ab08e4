#include "runtime/call_record.hpp"

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

}  // namespace

std::string header_of(const response_metadata& about, std::string_view wanted) {
  for (const auto& [name, value] : about.headers)
    if (iequals(name, wanted)) return value;
  return {};
}

call_record::call_record(const call_context& context, const model::operation& operation, const call_limits& limits,
                         const call_target& target, const retry_state& retries)
    : context_{context}, operation_{operation}, limits_{limits}, target_{target}, retries_{retries} {
  if (limits_.operation > milliseconds::zero()) over_at_ = started_ + limits_.operation;
}

call_record::clock::time_point call_record::attempt_over_at() const noexcept {
  if (limits_.attempt == milliseconds::zero()) return over_at_;
  return std::min(over_at_, attempt_started_ + limits_.attempt);
}

milliseconds call_record::rest_of_time() const noexcept {
  if (limits_.operation == milliseconds::zero()) return std::chrono::hours{1};
  return duration_cast<milliseconds>(over_at_ - clock::now());
}

void call_record::attempt_begins() noexcept {
  attempt_started_ = clock::now();
  status_ = 0;
  request_id_.clear();
}

void call_record::answered(int status, const header_list& headers) {
  status_ = status;
  request_id_ = protocol::request_id(headers);
}

void call_record::attempt_ends(const result<call_answer>& outcome) const {
  if (context_.observers.none()) return;
  context_.observers.after_attempt({operation_, retries_.attempt(), status_, request_id_, failure_of(outcome),
                                    duration_cast<microseconds>(clock::now() - attempt_started_)});
}

void call_record::failed(const error& failure, milliseconds delay) {
  attempts_.push_back({failure.code(), status_, delay});
}

result<call_answer> call_record::finish(result<call_answer> outcome) {
  const auto took = duration_cast<microseconds>(clock::now() - started_);
  if (outcome) {
    response_metadata& about = outcome->metadata;
    about.http_status = status_;
    about.request_id = std::move(request_id_);
    about.extended_request_id = header_of(about, "x-amz-id-2");
    about.endpoint = target_.where()->url();
    about.region = target_.region();
    about.attempts = std::move(attempts_);
    about.duration = took;
  } else {
    outcome = with_context(outcome.error());
  }
  if (!context_.observers.none())
    context_.observers.after_call({operation_, retries_.attempt(), failure_of(outcome), took});
  return outcome;
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
    if (info.kind == error_kind::timeout && clock::now() >= over_at_) {
      info.code = "OperationTimeout";
      info.message =
          "the call was not done within its operation timeout of " + std::to_string(limits_.operation.count()) + " ms";
    }
  });
}

}  // namespace aloft::runtime
