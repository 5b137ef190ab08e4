#include "runtime/classify.hpp"

#include "aloft/timestamp.hpp"

#include <algorithm>
#include <array>

namespace aloft::runtime {
namespace {

using namespace std::string_view_literals;

constexpr std::array throttling_codes{
    "Throttling"sv,
    "ThrottlingException"sv,
    "ThrottledException"sv,
    "RequestThrottledException"sv,
    "RequestThrottled"sv,
    "TooManyRequestsException"sv,
    "RequestLimitExceeded"sv,
    "ProvisionedThroughputExceededException"sv,
    "BandwidthLimitExceeded"sv,
    "TransactionInProgressException"sv,
    "LimitExceededException"sv,
    "SlowDown"sv,
    "PriorRequestNotComplete"sv,
    "EC2ThrottledException"sv,
};
constexpr std::array transient_codes{"RequestTimeout"sv, "RequestTimeoutException"sv};
constexpr std::array clock_codes{"RequestTimeTooSkewed"sv,      "RequestExpired"sv,        "RequestInTheFuture"sv,
                                 "InvalidSignatureException"sv, "SignatureDoesNotMatch"sv, "AuthFailure"sv};
constexpr std::array transient_statuses{500, 502, 503, 504};

template <class List, class Value>
bool contains(const List& list, const Value& value) noexcept {
  return std::find(list.begin(), list.end(), value) != list.end();
}

}  // namespace

failure_class classify(const error& failure) {
  const error_info& info = failure.info();
  switch (info.kind) {
    case error_kind::usage:
    case error_kind::config:
    case error_kind::credentials:
    case error_kind::cancelled: return failure_class::final;
    case error_kind::timeout: return failure_class::transient;
    case error_kind::connect:
      if (info.throttling) return failure_class::throttling;
      return info.retryable ? failure_class::transient : failure_class::final;
    case error_kind::protocol:
    case error_kind::service: break;
  }
  if (info.throttling || contains(throttling_codes, info.code)) return failure_class::throttling;
  if (info.retryable || contains(transient_codes, info.code) || contains(transient_statuses, info.http_status))
    return failure_class::transient;
  return failure_class::final;
}

std::optional<std::chrono::seconds> clock_skew(const error& failure, const header_list& answer,
                                               std::chrono::system_clock::time_point signed_at,
                                               std::chrono::system_clock::time_point now) {
  using std::chrono::seconds;
  constexpr seconds tolerated{240};  // AWS allows five minutes
  const auto date = answer.find("date");
  if (!contains(clock_codes, failure.code()) || !date || answer.contains("age")) return std::nullopt;
  const auto server = parse_timestamp(*date, timestamp_format::http_date);
  if (!server) return std::nullopt;
  const auto ahead_of = [&](std::chrono::system_clock::time_point ours) {
    const seconds ahead{server->seconds - std::chrono::floor<seconds>(ours.time_since_epoch()).count()};
    return std::chrono::abs(ahead) < tolerated ? seconds{0} : ahead;
  };
  if (ahead_of(signed_at) == seconds{0}) return std::nullopt;
  return ahead_of(now);
}

}  // namespace aloft::runtime
