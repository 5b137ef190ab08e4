#include "local/sns/filter_policy.hpp"

#include "local/api_error.hpp"
#include "local/sns/filter_condition.hpp"

#include <boost/json/parse.hpp>

#include <algorithm>
#include <span>

namespace aloft::local::sns {
namespace {

namespace json = boost::json;

constexpr std::size_t most_bytes = std::size_t{256} << 10;
constexpr std::size_t most_keys = 5, most_combinations = 150;

/// Reads a policy, counting what SNS limits.
class policy_reader {
 public:
  explicit policy_reader(bool nested) noexcept : nested_{nested} {}

  result<void> read(const json::object& stated, const std::vector<std::string>& path, filter_policy::group& into) {
    for (const auto& [name, value] : stated) {
      auto inner = path;
      inner.emplace_back(name);
      result<void> fine;
      if (name == "$or" && value.is_array())
        fine = read_alternatives(value.get_array(), path, into);
      else if (const auto* list = value.if_array())
        fine = read_conditions(*list, std::move(inner), into);
      else if (const auto* nested = value.if_object(); nested != nullptr && nested_)
        fine = read(*nested, inner, into);
      else
        fine = invalid_filter(join({"\"", name, "\" must be an object or an array"}));
      if (!fine) return fine;
    }
    return {};
  }

  result<void> check_limits() const {
    if (keys_ > most_keys) return invalid_filter("Filter policy can not have more than 5 keys");
    if (combinations_ > most_combinations) return invalid_filter("Filter policy is too complex");
    return {};
  }

 private:
  result<void> read_alternatives(const json::array& stated, const std::vector<std::string>& path,
                                 filter_policy::group& into) {
    if (stated.size() < 2) return invalid_filter("\"$or\" must have at least two alternatives");
    std::vector<filter_policy::group> groups;
    for (const auto& one : stated) {
      if (!one.is_object()) return invalid_filter("an alternative of \"$or\" is no object");
      groups.emplace_back();
      if (auto fine = read(one.get_object(), path, groups.back()); !fine) return fine;
    }
    into.alternatives.push_back(std::move(groups));
    return {};
  }

  result<void> read_conditions(const json::array& stated, std::vector<std::string> path, filter_policy::group& into) {
    if (stated.empty()) return invalid_filter(join({"\"", path.back(), "\" has an empty list"}));
    filter_policy::rule made{std::move(path), {}};
    for (const auto& one : stated) {
      auto condition = read_condition(one);
      if (!condition) return condition.error();
      made.conditions.push_back(*std::move(condition));
    }
    ++keys_;
    combinations_ *= stated.size();
    combinations_ = std::min(combinations_, most_combinations + 1);
    into.rules.push_back(std::move(made));
    return {};
  }

  bool nested_;
  std::size_t keys_ = 0, combinations_ = 1;
};

/// All values at a path; lists on the way are looked into.
void collect(const json::value& at, std::span<const std::string> path, std::vector<const json::value*>& into) {
  if (const auto* list = at.if_array()) {
    for (const auto& one : *list) collect(one, path, into);
    return;
  }
  if (path.empty()) {
    if (!at.is_object()) into.push_back(&at);
    return;
  }
  const auto* members = at.if_object();
  const auto* next = members != nullptr ? members->if_contains(path.front()) : nullptr;
  if (next != nullptr) collect(*next, path.subspan(1), into);
}

bool holds(const filter_policy::rule& rule, const json::object& subject) {
  std::vector<const json::value*> values;
  if (const auto* first = subject.if_contains(rule.path.front()))
    collect(*first, std::span{rule.path}.subspan(1), values);
  return std::ranges::any_of(rule.conditions, [&](const filter_policy::condition& one) {
    if (one.wants_absent) return values.empty();
    if (!one.passes) return !values.empty();
    return std::ranges::any_of(values, [&](const json::value* value) { return one.passes(*value); });
  });
}

bool holds(const filter_policy::group& group, const json::object& subject) {
  return std::ranges::all_of(group.rules, [&](const auto& one) { return holds(one, subject); }) &&
         std::ranges::all_of(group.alternatives, [&](const auto& any) {
           return std::ranges::any_of(any, [&](const auto& one) { return holds(one, subject); });
         });
}

}  // namespace

result<filter_policy> filter_policy::parse(std::string_view text, bool nested) {
  if (text.size() > most_bytes) return invalid_filter("Filter policy is longer than 256 KB");
  boost::system::error_code failed;
  const auto document = json::parse({text.data(), text.size()}, failed);
  if (failed) return invalid_filter("failed to parse JSON. " + failed.message());
  if (!document.is_object()) return invalid_filter("failed to parse JSON. It is no object");
  filter_policy made;
  policy_reader reader{nested};
  if (auto fine = reader.read(document.get_object(), {}, made.all_); !fine) return fine.error();
  if (auto fine = reader.check_limits(); !fine) return fine.error();
  return made;
}

bool filter_policy::matches(const subject& of) const { return holds(all_, of); }

}  // namespace aloft::local::sns
