#include "local/open_call.hpp"

#include "local/region_facts.hpp"
#include "serde/query_reader.hpp"

#include <algorithm>
#include <vector>

namespace aloft::local {
namespace {

std::vector<std::string> split(std::string_view arn) {
  std::vector<std::string> parts;
  for (std::size_t end = 0; end != arn.npos; arn.remove_prefix(std::min(end + 1, arn.size()))) {
    end = arn.find(':');
    parts.emplace_back(arn.substr(0, end));
  }
  return parts;
}

}  // namespace

std::optional<open_call> read_open_call(const http_request& request) {
  if (request.method != "GET" || request.headers.contains("Authorization")) return std::nullopt;
  const auto fields = serde::parse_form(request.query);
  if (!fields) return std::nullopt;
  const auto value_of = [&](std::string_view name) {
    const auto found = std::ranges::find_if(*fields, [&](const auto& field) { return field.first == name; });
    return found != fields->end() ? std::string_view{found->second} : std::string_view{};
  };
  const auto action = value_of("Action");
  if (!value_of("X-Amz-Signature").empty()) return std::nullopt;
  if (action != "ConfirmSubscription" && action != "Unsubscribe") return std::nullopt;
  const auto arn = split(value_of(action == "Unsubscribe" ? "SubscriptionArn" : "TopicArn"));
  if (arn.size() < 6 || arn[0] != "arn" || arn[2] != "sns" || find_region(arn[3]) == nullptr) return std::nullopt;
  return open_call{arn[3], arn[4]};
}

}  // namespace aloft::local
