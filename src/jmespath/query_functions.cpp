#include "jmespath/query_functions.hpp"

#include <aloft/json_text.hpp>
#include "jmespath/lexer.hpp"

#include <boost/json/parse.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace aloft::jmespath {
namespace json = boost::json;
namespace {

// What a function takes, as bits.
enum accepted : unsigned {
  boolean = 1,
  number = 2,
  text = 4,
  list = 8,
  object = 16,
  reference = 32,
  nothing = 64,
  numbers = 128,  ///< a list of numbers
  texts = 256,    ///< a list of strings
  any = boolean | number | text | list | object | nothing,
};

struct call_context {
  const node_list& arguments;
  heap& made;
  const applier& apply;

  const node& operator[](std::size_t n) const { return arguments[n]; }
  std::string_view text_of(std::size_t n) const { return made.text(arguments[n]); }
  node keep(json::value value) const { return made.keep(std::move(value)); }
};

struct function_entry {
  std::string_view name;
  std::size_t least, most;
  std::array<unsigned, 2> takes;  ///< by position; the last one for all further
  node (*run)(const call_context&);
};

constexpr std::size_t unlimited = static_cast<std::size_t>(-1);

std::string_view type_name(const node& of) {
  switch (of.type()) {
    case node_type::null: return "null";
    case node_type::boolean: return "boolean";
    case node_type::number: return "number";
    case node_type::text: return "string";
    case node_type::list: return "array";
    case node_type::object: return "object";
    case node_type::reference: return "expression";
  }
  return "unknown";
}

bool all_of_type(const node& of, node_type type) {
  for (std::size_t n = 0; n < of.size(); ++n)
    if (of.element(n).type() != type) return false;
  return true;
}

bool accepts(unsigned takes, const node& given) {
  switch (given.type()) {
    case node_type::null: return takes & nothing;
    case node_type::boolean: return takes & boolean;
    case node_type::number: return takes & number;
    case node_type::text: return takes & text;
    case node_type::object: return takes & object;
    case node_type::reference: return takes & reference;
    case node_type::list:
      return (takes & list) || ((takes & numbers) && all_of_type(given, node_type::number)) ||
             ((takes & texts) && all_of_type(given, node_type::text));
  }
  return false;
}

// Code points of UTF-8 text: the number of bytes that do not continue one.
std::size_t code_points(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::string reversed(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    std::size_t start = text.size() - 1;
    while (start > 0 && (static_cast<unsigned char>(text[start]) & 0xC0) == 0x80) --start;
    out += text.substr(start);
    text.remove_suffix(text.size() - start);
  }
  return out;
}

node_list elements(const node& of) {
  node_list out;
  out.reserve(of.size());
  for (std::size_t n = 0; n < of.size(); ++n) out.push_back(of.element(n));
  return out;
}

/// A number as JSON has it: whole results stay integers.
json::value whole(double value) {
  if (std::abs(value) < 9.0e15) return static_cast<std::int64_t>(value);
  return value;
}

bool less(const node& a, const node& b, heap& made) {
  return a.type() == node_type::number ? a.number() < b.number() : made.text(a) < made.text(b);
}

/// The keys an &expression gives for a list's elements: all numbers or all strings.
node_list keys_by(const call_context& call) {
  node_list keys;
  for (const auto& element : elements(call[0])) keys.push_back(call.apply(*call[1].deferred, element));
  for (const auto& key : keys) {
    const bool sortable = key.type() == node_type::number || key.type() == node_type::text;
    if (!sortable || key.type() != keys.front().type())
      throw fault{"JmesPathInvalidType",
                  "the expression must give all numbers or all strings, and gave " + std::string{type_name(key)}};
  }
  return keys;
}

std::vector<std::size_t> order_of(const node_list& keys, heap& made) {
  std::vector<std::size_t> order(keys.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return less(keys[a], keys[b], made); });
  return order;
}

node extreme(const node_list& of, const node_list& keys, heap& made, bool largest) {
  if (of.empty()) return {};
  std::size_t best = 0;
  for (std::size_t n = 1; n < of.size(); ++n)
    if (largest ? less(keys[best], keys[n], made) : less(keys[n], keys[best], made)) best = n;
  return of[best];
}

node run_contains(const call_context& call) {
  if (call[0].type() == node_type::text) {
    const bool found =
        call[1].type() == node_type::text && call.text_of(0).find(call.text_of(1)) != std::string_view::npos;
    return call.keep(json::value(found));
  }
  const node_list all = elements(call[0]);
  return call.keep(json::value(
      std::any_of(all.begin(), all.end(), [&](const node& each) { return equal(each, call[1], call.made); })));
}

node run_join(const call_context& call) {
  std::string out;
  for (std::size_t n = 0; n < call[1].size(); ++n) {
    if (n) out += call.text_of(0);
    out += call.made.text(call[1].element(n));
  }
  return call.keep(json::value(out));
}

node run_merge(const call_context& call) {
  json::object out;
  for (const auto& argument : call.arguments)
    for (const auto& [name, member] : argument.members()) out.insert_or_assign(name, materialize(member));
  return call.keep(std::move(out));
}

node run_not_null(const call_context& call) {
  for (const auto& argument : call.arguments)
    if (!argument.is_null()) return argument;
  return {};
}

node run_sum(const call_context& call) {
  const node_list all = elements(call[0]);
  if (std::all_of(all.begin(), all.end(), [](const node& each) { return each.is_integer(); })) {
    std::int64_t total = 0;
    bool fits = true;
    for (const auto& each : all) fits = fits && !__builtin_add_overflow(total, each.integer(), &total);
    if (fits) return call.keep(total);
  }
  double total = 0;
  for (const auto& each : all) total += each.number();
  return call.keep(total);
}

node run_avg(const call_context& call) {
  if (call[0].size() == 0) return {};
  double total = 0;
  for (const auto& each : elements(call[0])) total += each.number();
  return call.keep(total / static_cast<double>(call[0].size()));
}

node run_abs(const call_context& call) {
  if (call[0].is_integer() && call[0].integer() != INT64_MIN) return call.keep(std::abs(call[0].integer()));
  return call.keep(std::abs(call[0].number()));
}

node run_to_number(const call_context& call) {
  if (call[0].type() == node_type::number) return call[0];
  if (call[0].type() != node_type::text) return {};
  boost::system::error_code failure;
  json::value parsed = json::parse(call.text_of(0), failure);
  return !failure && parsed.is_number() ? call.keep(std::move(parsed)) : node{};
}

node run_to_string(const call_context& call) {
  if (call[0].type() == node_type::text) return call[0];
  std::string out;
  append_json_value(out, materialize(call[0]));
  return call.keep(json::value(out));
}

node run_length(const call_context& call) {
  const std::size_t length = call[0].type() == node_type::text ? code_points(call.text_of(0)) : call[0].size();
  return call.keep(static_cast<std::int64_t>(length));
}

node run_sort(const call_context& call) {
  const node_list all = elements(call[0]);
  node_list out;
  for (const std::size_t n : order_of(all, call.made)) out.push_back(all[n]);
  return call.made.keep(std::move(out));
}

node run_sort_by(const call_context& call) {
  const node_list all = elements(call[0]);
  node_list out;
  for (const std::size_t n : order_of(keys_by(call), call.made)) out.push_back(all[n]);
  return call.made.keep(std::move(out));
}

node run_map(const call_context& call) {
  node_list out;
  for (const auto& each : elements(call[1])) out.push_back(call.apply(*call[0].deferred, each));
  return call.made.keep(std::move(out));
}

node run_reverse(const call_context& call) {
  if (call[0].type() == node_type::text) return call.keep(json::value(reversed(call.text_of(0))));
  node_list out = elements(call[0]);
  std::reverse(out.begin(), out.end());
  return call.made.keep(std::move(out));
}

node run_to_array(const call_context& call) {
  return call[0].type() == node_type::list ? call[0] : call.made.keep(node_list{call[0]});
}

node run_keys(const call_context& call) {
  json::array out;
  for (const auto& [name, member] : call[0].members()) out.emplace_back(name);
  return call.keep(std::move(out));
}

node run_values(const call_context& call) {
  node_list out;
  for (const auto& [name, member] : call[0].members()) out.push_back(member);
  return call.made.keep(std::move(out));
}

constexpr auto max_of = [](const call_context& call) {
  const node_list all = elements(call[0]);
  return extreme(all, all, call.made, true);
};
constexpr auto min_of = [](const call_context& call) {
  const node_list all = elements(call[0]);
  return extreme(all, all, call.made, false);
};
constexpr auto max_by = [](const call_context& call) {
  return extreme(elements(call[0]), keys_by(call), call.made, true);
};
constexpr auto min_by = [](const call_context& call) {
  return extreme(elements(call[0]), keys_by(call), call.made, false);
};
constexpr auto ceil_of = [](const call_context& call) { return call.keep(whole(std::ceil(call[0].number()))); };
constexpr auto floor_of = [](const call_context& call) { return call.keep(whole(std::floor(call[0].number()))); };
constexpr auto starts_with = [](const call_context& call) {
  return call.keep(json::value(call.text_of(0).starts_with(call.text_of(1))));
};
constexpr auto ends_with = [](const call_context& call) {
  return call.keep(json::value(call.text_of(0).ends_with(call.text_of(1))));
};
constexpr auto type_of = [](const call_context& call) { return call.keep(json::value(type_name(call[0]))); };

constexpr function_entry functions[] = {
    {"abs", 1, 1, {number, 0}, run_abs},
    {"avg", 1, 1, {numbers, 0}, run_avg},
    {"ceil", 1, 1, {number, 0}, ceil_of},
    {"contains", 2, 2, {text | list, any}, run_contains},
    {"ends_with", 2, 2, {text, text}, ends_with},
    {"floor", 1, 1, {number, 0}, floor_of},
    {"join", 2, 2, {text, texts}, run_join},
    {"keys", 1, 1, {object, 0}, run_keys},
    {"length", 1, 1, {text | list | object, 0}, run_length},
    {"map", 2, 2, {reference, list}, run_map},
    {"max", 1, 1, {numbers | texts, 0}, max_of},
    {"max_by", 2, 2, {list, reference}, max_by},
    {"merge", 1, unlimited, {object, object}, run_merge},
    {"min", 1, 1, {numbers | texts, 0}, min_of},
    {"min_by", 2, 2, {list, reference}, min_by},
    {"not_null", 1, unlimited, {any, any}, run_not_null},
    {"reverse", 1, 1, {text | list, 0}, run_reverse},
    {"sort", 1, 1, {numbers | texts, 0}, run_sort},
    {"sort_by", 2, 2, {list, reference}, run_sort_by},
    {"starts_with", 2, 2, {text, text}, starts_with},
    {"sum", 1, 1, {numbers, 0}, run_sum},
    {"to_array", 1, 1, {any, 0}, run_to_array},
    {"to_number", 1, 1, {any, 0}, run_to_number},
    {"to_string", 1, 1, {any, 0}, run_to_string},
    {"type", 1, 1, {any, 0}, type_of},
    {"values", 1, 1, {object, 0}, run_values},
};

const function_entry* find(std::string_view name) {
  const auto at =
      std::find_if(std::begin(functions), std::end(functions), [&](const auto& each) { return each.name == name; });
  return at == std::end(functions) ? nullptr : at;
}

}  // namespace

void check_call(std::string_view name, std::size_t arguments) {
  const auto* entry = find(name);
  if (!entry) throw fault{"JmesPathUnknownFunction", "there is no function " + std::string{name} + "()"};
  if (arguments < entry->least || arguments > entry->most)
    throw fault{"JmesPathInvalidArity",
                std::string{name} + "() takes " + (entry->most == unlimited ? "at least " : "") +
                    std::to_string(entry->least) + (entry->least == 1 ? " argument" : " arguments") +
                    " and was given " + std::to_string(arguments)};
}

node call_function(std::string_view name, const node_list& arguments, heap& heap, const applier& apply) {
  const auto* entry = find(name);  // check_call has seen it
  for (std::size_t n = 0; n < arguments.size(); ++n)
    if (!accepts(entry->takes[std::min<std::size_t>(n, 1)], arguments[n]))
      throw fault{"JmesPathInvalidType", "argument " + std::to_string(n + 1) + " of " + std::string{name} +
                                             "() has the wrong type: " + std::string{type_name(arguments[n])}};
  return entry->run({arguments, heap, apply});
}

}  // namespace aloft::jmespath
