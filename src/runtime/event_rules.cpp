#include "runtime/event_rules.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace aloft::runtime {
namespace {

struct rule {
  std::string_view service, operation;
  std::string_view last;     ///< see last_event(); or empty
  std::string_view reports;  ///< an event that has members ErrorCode and ErrorDetails when a function failed; or empty
};

/// Each with the place that says so.
constexpr std::array rules{
    // SelectObjectContent, API reference, "EndEvent": a result without it is incomplete and must not be used.
    rule{"s3", "SelectObjectContent", "End", ""},
    // InvokeWithResponseStream, API reference, "InvokeWithResponseStreamCompleteEvent".
    rule{"lambda", "InvokeWithResponseStream", "InvokeComplete", "InvokeComplete"},
};

const rule* rule_of(const model::operation& operation) noexcept {
  if (operation.owner == nullptr) return nullptr;
  const std::string_view service = operation.owner->metadata().name;
  const auto found = std::find_if(rules.begin(), rules.end(), [&](const rule& one) {
    return one.operation == operation.name && one.service == service;
  });
  return found == rules.end() ? nullptr : &*found;
}

}  // namespace

std::string_view last_event(const model::operation& operation) noexcept {
  const rule* const found = rule_of(operation);
  return found != nullptr ? found->last : std::string_view{};
}

std::optional<error> reported_failure(const model::operation& operation, std::string_view type, value event) {
  const rule* const found = rule_of(operation);
  if (found == nullptr || found->reports.empty() || type != found->reports) return std::nullopt;
  const value code = event["ErrorCode"];
  if (code.kind() != value_kind::text || code.as_text().empty()) return std::nullopt;
  const value details = event["ErrorDetails"];
  return error{error_kind::service, std::string{code.as_text()},
               details.kind() == value_kind::text ? std::string{details.as_text()} : std::string{}};
}

}  // namespace aloft::runtime
