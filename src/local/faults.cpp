#include "local/faults.hpp"

#include <aloft/duration.hpp>
#include "local/api_error.hpp"
#include "local/number.hpp"
#include "local/random.hpp"
#include "local/wildcards.hpp"

#include <algorithm>
#include <utility>

namespace aloft::local {
namespace {

constexpr std::pair<std::string_view, fault_kind> kinds[] = {
    {"throttle", fault_kind::throttle},   {"error", fault_kind::error},     {"unavailable", fault_kind::unavailable},
    {"delay", fault_kind::delay},         {"stall", fault_kind::stall},     {"close", fault_kind::close},
    {"truncate", fault_kind::truncate},   {"garbage", fault_kind::garbage}, {"partial", fault_kind::partial},
    {"duplicate", fault_kind::duplicate}, {"corrupt", fault_kind::corrupt}, {"error200", fault_kind::error200},
};

error refuse(std::string_view item, std::string_view why) {
  constexpr std::string_view expected =
      "expected [REGION/][SERVICE[.OPERATION]:]KIND=SHARE[:DURATION], for example ec2.DescribeRegions:throttle=0.1";
  return {error_kind::usage, "InvalidOption", join({"faults: \"", item, "\": ", why, "; ", expected})};
}

/// Takes what stands before `separator` off `text`; "*" when the separator is not there.
std::string take_scope(std::string_view& text, char separator) {
  const auto at = text.find(separator);
  if (at == std::string_view::npos) return "*";
  std::string scope{text.substr(0, at)};
  text.remove_prefix(at + 1);
  return scope;
}

bool in_scope(const fault_plan::rule& rule, std::string_view region, std::string_view service,
              std::string_view operation) {
  return matches_wildcards(rule.region, region) && matches_wildcards(rule.service, service) &&
         matches_wildcards(rule.operation, operation);
}

result<fault_plan::rule> parse_rule(std::string_view item) {
  const auto equals = item.find('=');
  if (equals == std::string_view::npos) return refuse(item, "there is no '='");
  fault_plan::rule rule;
  auto name = item.substr(0, equals);
  rule.region = take_scope(name, '/');
  rule.service = take_scope(name, ':');
  rule.operation = "*";
  if (const auto dot = rule.service.find('.'); dot != std::string::npos) {
    rule.operation = rule.service.substr(dot + 1);
    rule.service.resize(dot);
  }
  if (rule.region.empty() || rule.service.empty() || rule.operation.empty()) return refuse(item, "a scope is empty");
  const auto* kind = std::ranges::find(kinds, name, &std::pair<std::string_view, fault_kind>::first);
  if (kind == std::end(kinds))
    return refuse(item, join({"\"", name,
                              "\" is no kind of fault (throttle, error, unavailable, delay, stall, close, truncate, "
                              "garbage, partial, duplicate, corrupt, error200)"}));
  rule.kind = kind->second;

  auto share = item.substr(equals + 1);
  if (const auto colon = share.find(':'); colon != std::string_view::npos) {
    const auto duration = parse_duration(share.substr(colon + 1));
    if (!duration) return refuse(item, "the duration is no number followed by us, ms or s");
    if (rule.kind != fault_kind::delay) return refuse(item, "only a delay has a duration");
    rule.duration = *duration;
    share = share.substr(0, colon);
  } else if (rule.kind == fault_kind::delay) {
    rule.duration = std::chrono::seconds{1};
  }
  if (share.ends_with('x')) {
    rule.first = parse_number<std::uint64_t>(share.substr(0, share.size() - 1));
    if (!rule.first) return refuse(item, "the count before 'x' is no whole number");
    return rule;
  }
  if (share.starts_with('#')) {
    rule.only = parse_number<std::uint64_t>(share.substr(1));
    if (!rule.only || *rule.only == 0) return refuse(item, "the number after '#' is no whole number from 1");
    return rule;
  }
  const auto probability = parse_number<double>(share);
  if (!probability || !(*probability >= 0 && *probability <= 1))
    return refuse(item, "the share is no number from 0 to 1");
  rule.probability = *probability;
  return rule;
}

}  // namespace

result<fault_plan> fault_plan::parse(std::string_view text, std::uint64_t seed) {
  fault_plan plan;
  plan.state_ = seed;
  while (!text.empty()) {
    const auto end = std::min(text.find(','), text.size());
    auto rule = parse_rule(text.substr(0, end));
    if (!rule) return rule.error();
    plan.rules_.push_back(*std::move(rule));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return plan;
}

fault_decision fault_plan::decide(std::string_view region, std::string_view service, std::string_view operation) {
  fault_decision decision;
  for (auto& rule : rules_) {
    if (of_items(rule.kind) || !in_scope(rule, region, service, operation)) continue;
    if (rule.kind != fault_kind::delay && decision.kind) continue;
    if (!strikes(rule)) continue;
    if (rule.kind == fault_kind::delay)
      decision.delay += rule.duration;
    else
      decision.kind = rule.kind;
  }
  return decision;
}

bool fault_plan::hit(fault_kind kind, std::string_view region, std::string_view service, std::string_view operation) {
  for (auto& rule : rules_)
    if (rule.kind == kind && in_scope(rule, region, service, operation) && strikes(rule)) return true;
  return false;
}

bool fault_plan::strikes(rule& rule) noexcept {
  auto& count = rule.first ? rule.first : rule.only;
  if (!count) return random() < rule.probability;
  if (*count == 0) return false;
  --*count;
  return rule.first || *count == 0;
}

double fault_plan::random() noexcept { return static_cast<double>(next_random(state_) >> 11) * 0x1.0p-53; }

}  // namespace aloft::local
