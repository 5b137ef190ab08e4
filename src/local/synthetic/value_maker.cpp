#include "local/synthetic/value_maker.hpp"

#include "aloft/base64.hpp"
#include "aloft/timestamp.hpp"
#include "local/random.hpp"

#include <boost/json/array.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace aloft::local::synthetic {
namespace {

namespace json = boost::json;
using model::shape_type;

constexpr std::size_t deepest = 24;

bool is_nested(const model::shape& of) {
  return of.type == shape_type::structure || of.type == shape_type::list || of.type == shape_type::map;
}

std::string numbered(std::string_view name, std::size_t row) {
  char digits[16];
  std::snprintf(digits, sizeof digits, "-%05zu", row);
  return std::string{name} + digits;
}

/// A whole number that the shape admits, in an int64.
std::int64_t whole(const model::shape& of, std::uint64_t wish) {
  const double least = of.has_min ? of.min : 1, most = of.has_max ? of.max : least + 1'000'000;
  const double span = std::clamp(most - least, 0.0, 1e9);
  return static_cast<std::int64_t>(least + std::floor(std::fmod(static_cast<double>(wish), span + 1)));
}

}  // namespace

json::value value_maker::make(const model::shape& of) {
  static const model::member top;
  inside_.clear();
  return value_of(of, top, {}, rules_.first_row);
}

std::string value_maker::fitted(const model::shape& of, std::string text) {
  if (of.has_max && of.max >= 1 && static_cast<double>(text.size()) > of.max)
    text.resize(static_cast<std::size_t>(of.max));
  if (of.has_min && of.min < 1e6 && static_cast<double>(text.size()) < of.min)
    text.resize(static_cast<std::size_t>(of.min), '-');
  return text;
}

json::value value_maker::value_of(const model::shape& of, const model::member& at, const std::string& path,
                                  std::size_t row) {
  if (left_ == 0) return nullptr;
  --left_;
  if (!is_nested(of)) return scalar(of, at, path, row);
  if (!may_enter(of)) return of.type == shape_type::list ? json::value(json::array_kind) : json::value(nullptr);
  inside_.push_back(&of);
  json::value made;
  if (of.type == shape_type::structure) {
    made = structure(of, path, row);
  } else if (of.type == shape_type::list) {
    made = list(of, at, path, row);
  } else {
    json::object map;
    auto value = value_of(*of.element->target, *of.element, path, row);
    const auto& key = *of.key->target;
    if (!value.is_null())
      map[key.enum_values.empty() ? fitted(key, numbered("key", row)) : std::string{key.enum_values.front()}] =
          std::move(value);
    made = std::move(map);
  }
  inside_.pop_back();
  return made;
}

json::object value_maker::structure(const model::shape& of, const std::string& path, std::size_t row) {
  json::object made;
  const auto count = of.members.size();
  const std::size_t chosen = of.is_union && count != 0 ? pick(path, row) % count : 0;
  for (std::size_t i = 0; i < count; ++i) {
    const auto& member = of.members[(i + chosen) % count];
    const auto inner = path.empty() ? std::string{member.name} : path + '.' + std::string{member.name};
    if (const auto stated = rules_.stated.find(inner); stated != rules_.stated.end()) {
      if (!stated->second.is_null()) made[member.name] = stated->second;
      continue;
    }
    if (member.target->event_stream || (rules_.required_only && !member.required && !of.is_union)) continue;
    auto value = value_of(*member.target, member, inner, row);
    if (value.is_null()) continue;
    made[member.name] = std::move(value);
    if (of.is_union) break;
  }
  return made;
}

json::value value_maker::list(const model::shape& of, const model::member&, const std::string& path, std::size_t row) {
  std::size_t count = 1, first = row;
  if (rules_.rows) {
    if (const auto wanted = rules_.rows(path); wanted != 1) {
      count = wanted;
      first = rules_.first_row;
    }
  }
  if (of.has_min && of.min > static_cast<double>(count) && of.min < 1000) count = static_cast<std::size_t>(of.min);
  json::array made;
  for (std::size_t i = 0; i < count; ++i) {
    auto value = value_of(*of.element->target, *of.element, path, first + i);
    if (value.is_null()) break;
    made.push_back(std::move(value));
  }
  return made;
}

json::value value_maker::scalar(const model::shape& of, const model::member& at, const std::string& path,
                                std::size_t row) const {
  const auto wish = pick(path, row);
  switch (of.type) {
    case shape_type::boolean: return wish % 2 == 0;
    case shape_type::integer:
    case shape_type::long_int: return whole(of, of.has_max ? wish : wish % 1000);
    case shape_type::single:
    case shape_type::real: return static_cast<double>(whole(of, wish % 1000)) + (of.has_max ? 0 : 0.5);
    case shape_type::timestamp:
      return json::value(
          format_timestamp({1767323045 + static_cast<std::int64_t>(row) * 60, 0}, timestamp_format::date_time));
    case shape_type::blob: return json::value(to_base64(fitted(of, numbered("bytes", row))));
    case shape_type::document: return json::object{{"row", row}};
    default: break;
  }
  if (!of.enum_values.empty()) return json::value(of.enum_values[wish % of.enum_values.size()]);
  if (at.json_value) return json::value(R"({"row":)" + std::to_string(row) + '}');
  const auto dot = path.rfind('.');
  const auto name = dot == path.npos ? std::string_view{path} : std::string_view{path}.substr(dot + 1);
  if (name.ends_with("Arn") || name.ends_with("ARN") || name == "arn")
    return json::value(fitted(of, rules_.arn_prefix + numbered(name, row)));
  if (name.ends_with("Url") || name.ends_with("URL") || name.ends_with("Uri"))
    return json::value(fitted(of, "https://example.com/" + numbered(name, row)));
  return json::value(fitted(of, numbered(name.empty() ? std::string_view{"text"} : name, row)));
}

bool value_maker::may_enter(const model::shape& of) const {
  return inside_.size() < deepest && std::ranges::find(inside_, &of) == inside_.end();
}

std::uint64_t value_maker::pick(std::string_view path, std::size_t row) const {
  std::uint64_t state = rules_.seed * 0x100000001b3u + row;
  for (const char c : path) state = state * 1099511628211u ^ static_cast<unsigned char>(c);
  return next_random(state);
}

}  // namespace aloft::local::synthetic
