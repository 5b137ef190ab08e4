#include "paging/wait_state.hpp"

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <utility>

namespace aloft::paging {
namespace {

namespace json = boost::json;
using model::matcher_type;
using model::waiter_state;

bool equal(const json::value& found, const std::variant<std::string_view, bool, std::int64_t>& expected) {
  if (const auto* text = std::get_if<std::string_view>(&expected))
    return found.is_string() && std::string_view{found.get_string()} == *text;
  if (const auto* truth = std::get_if<bool>(&expected)) return found.is_bool() && found.get_bool() == *truth;
  boost::system::error_code inexact;
  return found.is_number() && found.to_number<std::int64_t>(inexact) == std::get<std::int64_t>(expected) && !inexact;
}

std::string text_of(const std::variant<std::string_view, bool, std::int64_t>& expected) {
  if (const auto* text = std::get_if<std::string_view>(&expected)) return '"' + std::string{*text} + '"';
  if (const auto* truth = std::get_if<bool>(&expected)) return *truth ? "true" : "false";
  return std::to_string(std::get<std::int64_t>(expected));
}

std::string explain(const model::acceptor& matched) {
  const std::string path{matched.argument}, expected = text_of(matched.expected);
  switch (matched.matcher) {
    case matcher_type::path: return path + " is " + expected;
    case matcher_type::path_all: return path + " is " + expected + " everywhere";
    case matcher_type::path_any: return path + " is " + expected + " somewhere";
    case matcher_type::status: return "the HTTP status is " + expected;
    case matcher_type::error: break;
  }
  if (const auto* any = std::get_if<bool>(&matched.expected))
    return *any ? "the service refused the call" : "the service took the call";
  return "the service answered " + expected;
}

}  // namespace

/// What a call gave: an output, or a refusal.
struct wait_state::outcome {
  value output;
  const error* refusal = nullptr;
  int status = 0;
};

result<wait_state> wait_state::start(const model::waiter& waiter, const wait_limits& limits) {
  const auto bad = [](const char* what) { return error{error_kind::usage, "BadWaitLimit", what}; };
  if (limits.max_attempts && *limits.max_attempts < 1) return bad("max_attempts must be at least 1");
  if (limits.delay && limits.delay->count() < 0) return bad("the delay must not be negative");
  if (limits.max_wait && limits.max_wait->count() < 0) return bad("max_wait must not be negative");
  wait_state made{waiter};
  made.delay_ = limits.delay.value_or(waiter.delay);
  made.max_wait_ = limits.max_wait;
  made.max_attempts_ = limits.max_attempts;
  if (!limits.max_attempts && !limits.max_wait) made.max_attempts_ = std::max(waiter.max_attempts, 1);
  for (const auto& each : waiter.acceptors) {
    auto& path = made.paths_.emplace_back();
    if (each.matcher == matcher_type::status || each.matcher == matcher_type::error) continue;
    auto compiled = jmespath::expression::compile(each.argument);
    if (!compiled)
      return error{error_kind::config, "InvalidModel",
                   "the waiter " + std::string{waiter.name} + ": " + std::string{compiled.error().message()}};
    path = *std::move(compiled);
  }
  return made;
}

wait_state::step wait_state::resume(value output, int http_status, std::chrono::milliseconds elapsed) {
  return decide({output, nullptr, http_status}, elapsed);
}

wait_state::step wait_state::resume(const error& refusal, std::chrono::milliseconds elapsed) {
  return decide({{}, &refusal, refusal.info().http_status}, elapsed);
}

bool wait_state::matches(std::size_t acceptor, const outcome& of) const {
  const auto& wanted = waiter_->acceptors[acceptor];
  switch (wanted.matcher) {
    case matcher_type::status: return equal(json::value(of.status), wanted.expected);
    case matcher_type::error:
      if (const auto* any = std::get_if<bool>(&wanted.expected)) return *any == (of.refusal != nullptr);
      return of.refusal && equal(json::value(of.refusal->code()), wanted.expected);
    default: break;
  }
  if (of.refusal) return false;
  const auto found = paths_[acceptor]->search(of.output);
  if (!found) return false;
  if (wanted.matcher == matcher_type::path) return equal(*found, wanted.expected);
  const auto* list = found->if_array();
  if (!list || list->empty()) return false;
  const auto is_expected = [&](const json::value& each) { return equal(each, wanted.expected); };
  return wanted.matcher == matcher_type::path_all ? std::all_of(list->begin(), list->end(), is_expected)
                                                  : std::any_of(list->begin(), list->end(), is_expected);
}

const model::acceptor* wait_state::match(const outcome& of) const {
  for (std::size_t i = 0; i < paths_.size(); ++i)
    if (matches(i, of)) return &waiter_->acceptors[i];
  return nullptr;
}

wait_state::step wait_state::decide(const outcome& of, std::chrono::milliseconds elapsed) {
  ++attempts_;
  const auto* matched = match(of);
  if (matched) last_reason_ = explain(*matched);
  if (matched && matched->state == waiter_state::success) return {action::success, {}, last_reason_};
  if (matched && matched->state == waiter_state::failure) return {action::failure, {}, last_reason_};
  if (!matched && of.refusal) return {action::failure, {}, of.refusal->what()};
  if (max_attempts_ && attempts_ >= *max_attempts_) return {action::out_of_attempts, {}, last_reason_};
  if (max_wait_ && elapsed + delay_ > *max_wait_) return {action::out_of_time, {}, last_reason_};
  return {action::wait, delay_, last_reason_};
}

}  // namespace aloft::paging
