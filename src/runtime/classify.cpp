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

// What the model says of the error's shape.
std::optional<failure_class> modelled(const error& failure, const model::operation& operation) {
  const model::shape* shape =
      operation.owner == nullptr ? nullptr : operation.owner->find_error(operation, failure.code());
  if (shape == nullptr || !shape->retryable) return std::nullopt;
  return shape->throttling ? failure_class::throttling : failure_class::transient;
}

}  // namespace

failure_class classify(const error& failure, const model::operation& operation) {
  const error_info& info = failure.info();
  switch (info.kind) {
    case error_kind::usage:
    case error_kind::config:
    case error_kind::credentials:
    case error_kind::cancelled: return failure_class::final;
    case error_kind::timeout: return failure_class::transient;
    case error_kind::connect:
      // Asking again does not make a certificate trusted.
      return info.code == "CertificateRejected" ? failure_class::final : failure_class::transient;
    case error_kind::protocol:
      return info.retryable || contains(transient_statuses, info.http_status) ? failure_class::transient
                                                                              : failure_class::final;
    case error_kind::service: break;
  }
  if (contains(throttling_codes, info.code)) return failure_class::throttling;
  if (const auto by_model = modelled(failure, operation)) return *by_model;
  if (contains(transient_codes, info.code) || contains(transient_statuses, info.http_status))
    return failure_class::transient;
  return failure_class::final;
}

std::optional<std::chrono::seconds> clock_skew(const error& failure, std::optional<std::string_view> date,
                                               std::chrono::system_clock::time_point now) {
  constexpr std::chrono::seconds tolerated{240};
  if (!contains(clock_codes, failure.code()) || !date) return std::nullopt;
  const auto server = parse_timestamp(*date, timestamp_format::http_date);
  if (!server) return std::nullopt;
  const std::chrono::seconds ahead{server->seconds -
                                   std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count()};
  if (ahead < tolerated && ahead > -tolerated) return std::nullopt;
  return ahead;
}

}  // namespace aloft::runtime
