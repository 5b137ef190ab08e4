// What the fitter finds wrong: in words, with the path of the value, all of it in one error.

#include <aloft/names.hpp>
#include "serde/input_fitter.hpp"
#include "serde/value_path.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace aloft::serde {
namespace {

using model::shape_type;

constexpr std::size_t max_findings = 100;  // an error must stay readable

std::string_view expected(const model::shape& shape) noexcept {
  switch (shape.type) {
    case shape_type::structure:
    case shape_type::map: return "an object";
    case shape_type::list: return "a list";
    case shape_type::string: return "text";
    case shape_type::blob: return "base64 text";
    case shape_type::boolean: return "true or false";
    case shape_type::integer:
    case shape_type::long_int: return "a whole number";
    case shape_type::single:
    case shape_type::real: return "a number";
    case shape_type::timestamp: return "a time (ISO 8601 text or seconds since 1970)";
    case shape_type::document: break;
  }
  return "any value";
}

std::string number(double value) {
  std::array<char, 32> text;
  const auto written = std::to_chars(text.data(), text.data() + text.size(), value);
  return {text.data(), written.ptr};
}

std::string names(const model::shape& shape) {
  std::string list;
  for (const model::member& member : shape.members) list.append(list.empty() ? "" : ", ").append(member.name);
  return list.empty() ? "none" : list;
}

}  // namespace

void input_fitter::refuse(std::string_view finding) { found(std::string{finding}); }

void input_fitter::ended_structure(const frame& at) {
  const auto given = [&](const model::member& member) {
    return (given_[at.bits + member.index / 64] >> (member.index % 64) & 1) != 0;
  };
  if (options_.validate) {
    std::size_t place = at.finding;
    if (at.shape->is_union && at.count != 1) {
      found("exactly one of these must be set: " + names(*at.shape) +
                (at.count == 0 ? "; none is" : "; " + std::to_string(at.count) + " are"),
            place++);
    }
    for (const model::member& member : at.shape->members) {
      const bool beside = member.streaming || member.target->event_stream;  // the input: bodies and events
      if (!member.required || member.idempotency_token || beside || given(member)) continue;
      found("missing required parameter \"" + std::string{member.name} + "\"", place++);
    }
  }
  if (frames_.size() > 1 || options_.idempotency_token.empty() || !at.open) return;
  for (const model::member& member : at.shape->members) {
    if (!member.idempotency_token || given(member) || !goes_on(member)) continue;
    to_->member(member);
    to_->text(options_.idempotency_token);
  }
}

void input_fitter::length(const model::shape& shape, std::size_t size, std::string_view of, std::size_t at) {
  if (!options_.validate || !shape.has_min || static_cast<double>(size) >= shape.min) return;
  found("has " + std::to_string(size) + " " + std::string{of} + "; at least " + number(shape.min) + " are needed", at);
}

void input_fitter::range(const model::shape& shape, double value) {
  if (options_.validate && shape.has_min && value < shape.min)
    found(number(value) + " is below the minimum of " + number(shape.min));
}

void input_fitter::unknown(const model::shape& shape, std::string_view name) {
  std::vector<std::string> known;
  for (const model::member& member : shape.members) known.emplace_back(member.name);
  std::string finding = "unknown parameter \"" + std::string{name} + "\"";
  const std::string near = did_you_mean(name, known);
  finding.append(near.empty() ? "; known are " + names(shape) : near);
  found(std::move(finding));
}

void input_fitter::wrong_type(const model::shape& wanted, std::string_view got) {
  found("expected " + std::string{expected(wanted)} + ", got " + std::string{got});
}

void input_fitter::found(std::string finding, std::size_t at) {
  if (findings_.size() >= max_findings) return;
  finding.insert(0, path() + ": ");
  findings_.insert(findings_.begin() + static_cast<std::ptrdiff_t>(std::min(at, findings_.size())), std::move(finding));
  if (!options_.validate || findings_.size() >= max_findings) stopped_ = true;
}

std::string input_fitter::path() const {
  std::string at;
  for (const frame& level : frames_) {
    if (level.shape->type == shape_type::list) {
      if (level.current != nullptr && level.count > 0) append_path(at, level.count - 1);
    } else if (level.current != nullptr) {
      append_path(at, level.shape->type == shape_type::map ? level.key : level.current->name);
    }
  }
  return at.empty() ? "input" : at;
}

result<void> input_fitter::outcome() const {
  if (findings_.empty()) return to_ != nullptr && to_->failed() ? result<void>{to_->failure()} : result<void>{};
  if (!options_.validate) return error{error_kind::usage, "ParamValidation", findings_.front()};
  std::string message = "Parameter validation failed:";
  for (const std::string& finding : findings_) message.append(message.ends_with(":") ? " " : "; ").append(finding);
  return error{error_kind::usage, "ParamValidation", message};
}

}  // namespace aloft::serde
