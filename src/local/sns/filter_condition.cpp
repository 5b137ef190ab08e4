#include "local/sns/filter_condition.hpp"

#include "core/ascii.hpp"
#include "local/api_error.hpp"
#include "local/ec2/cidr.hpp"
#include "local/wildcards.hpp"

#include <algorithm>
#include <optional>

namespace aloft::local::sns {
namespace {

namespace json = boost::json;
using test = std::function<bool(const json::value&)>;

std::optional<double> number_of(const json::value& value) {
  if (const auto* whole = value.if_int64()) return static_cast<double>(*whole);
  if (const auto* whole = value.if_uint64()) return static_cast<double>(*whole);
  if (const auto* number = value.if_double()) return *number;
  return std::nullopt;
}

std::string_view text_of(const json::value& value) {
  const auto* text = value.if_string();
  return text != nullptr ? std::string_view{text->data(), text->size()} : std::string_view{};
}

bool is_scalar(const json::value& value) { return !value.is_object() && !value.is_array(); }

bool same(const json::value& a, const json::value& b) {
  if (const auto left = number_of(a), right = number_of(b); left && right) return *left == *right;
  return a == b;
}

/// A test of texts with one text beside it: {"prefix": "a"}.
test text_test(std::string_view kind, std::string pattern) {
  const auto of_texts = [](auto compare) {
    return [compare](const json::value& value) { return value.is_string() && compare(text_of(value)); };
  };
  if (kind == "prefix") return of_texts([pattern](std::string_view text) { return text.starts_with(pattern); });
  if (kind == "suffix") return of_texts([pattern](std::string_view text) { return text.ends_with(pattern); });
  if (kind == "wildcard") {
    std::string only_stars;  // a question mark is a character here
    for (const char c : pattern) only_stars += c == '?' ? "\\?" : std::string(1, c);
    return of_texts([only_stars](std::string_view text) { return matches_wildcards(only_stars, text); });
  }
  if (kind == "equals-ignore-case")
    return of_texts([wanted = ascii::lower(pattern)](std::string_view text) { return ascii::lower(text) == wanted; });
  return {};
}

/// ["=", 5] or [">", 0, "<=", 10]
result<test> numeric_test(const json::value& stated) {
  const auto* parts = stated.if_array();
  if (parts == nullptr || (parts->size() != 2 && parts->size() != 4))
    return invalid_filter("Value of numeric must be a list of one or two comparisons");
  std::vector<std::function<bool(double)>> all;
  for (std::size_t i = 0; i < parts->size(); i += 2) {
    const auto sign = text_of((*parts)[i]);
    const auto bound = number_of((*parts)[i + 1]);
    if (!bound) return invalid_filter("Value of " + std::string{sign} + " must be numeric");
    if (*bound < -1e9 || *bound > 1e9)
      return invalid_filter("Value of " + std::string{sign} + " must be from -10^9 to 10^9");
    const double with = *bound;
    if (sign == "=")
      all.emplace_back([with](double x) { return x == with; });
    else if (sign == "<")
      all.emplace_back([with](double x) { return x < with; });
    else if (sign == "<=")
      all.emplace_back([with](double x) { return x <= with; });
    else if (sign == ">")
      all.emplace_back([with](double x) { return x > with; });
    else if (sign == ">=")
      all.emplace_back([with](double x) { return x >= with; });
    else
      return invalid_filter("Unrecognized numeric range operator: " + std::string{sign});
  }
  return test{[all = std::move(all)](const json::value& value) {
    const auto number = number_of(value);
    return number && std::ranges::all_of(all, [&](const auto& one) { return one(*number); });
  }};
}

result<test> anything_but(const json::value& stated) {
  if (const auto* object = stated.if_object()) {
    if (object->size() != 1) return invalid_filter("anything-but must have one condition");
    const auto& [kind, value] = *object->begin();
    test inner;
    if (value.is_string()) inner = text_test(kind, std::string{text_of(value)});
    if (!inner) return invalid_filter("Unsupported anything-but pattern: " + std::string{kind});
    return test{[inner](const json::value& actual) { return !inner(actual); }};
  }
  const auto values = stated.is_array() ? stated.get_array() : json::array{stated};
  if (values.empty() || !std::ranges::all_of(values, is_scalar))
    return invalid_filter("Value of anything-but must be a value or a list of values");
  return test{[values](const json::value& actual) {
    return std::ranges::none_of(values, [&](const json::value& one) { return same(one, actual); });
  }};
}

result<test> cidr_test(const json::value& stated) {
  auto block = ec2::cidr::parse(text_of(stated), false);
  if (!block) block = ec2::cidr::parse(text_of(stated), true);
  if (!block) return invalid_filter("Value of cidr must be a block of addresses");
  return test{[block = *block](const json::value& value) {
    const auto host = ec2::cidr::parse(std::string{text_of(value)} + (block.v6 ? "/128" : "/32"), block.v6);
    return host && block.contains(*host);
  }};
}

}  // namespace

error invalid_filter(std::string why) { return {error_kind::usage, "InvalidFilterPolicy", std::move(why)}; }

result<filter_policy::condition> read_condition(const json::value& stated) {
  if (is_scalar(stated))
    return filter_policy::condition{[stated](const json::value& value) { return same(stated, value); }, false};
  const auto* object = stated.if_object();
  if (object == nullptr || object->size() != 1)
    return invalid_filter("Match value must be String, number, true, false, null, or an object with one match type");
  const auto& [kind, value] = *object->begin();
  if (kind == "exists") {
    if (!value.is_bool()) return invalid_filter("exists match pattern must be either true or false.");
    return filter_policy::condition{{}, !value.get_bool()};
  }
  result<test> made = test{};
  if (kind == "numeric")
    made = numeric_test(value);
  else if (kind == "anything-but")
    made = anything_but(value);
  else if (kind == "cidr")
    made = cidr_test(value);
  else if (value.is_string())
    made = text_test(kind, std::string{text_of(value)});
  if (!made) return made.error();
  if (!*made) return invalid_filter(join({"Unrecognized match type ", kind}));
  return filter_policy::condition{*std::move(made), false};
}

}  // namespace aloft::local::sns
