#include "local/synthetic/page_script.hpp"

#include "aloft/base64.hpp"
#include "local/number.hpp"

#include <boost/json/array.hpp>

#include <algorithm>
#include <optional>

namespace aloft::local::synthetic {
namespace {

namespace json = boost::json;
using model::shape_type;

constexpr std::string_view mark = "page-";

/// Whether an expression is a plain path of members; of "A || B", A is taken.
std::optional<std::string_view> plain_path(std::string_view expression) {
  expression = expression.substr(0, expression.find(" || "));
  const bool plain = !expression.empty() && expression.find_first_of("[]()|&`' ") == expression.npos;
  if (!plain) return std::nullopt;
  return expression;
}

const model::shape* shape_at(const model::shape* from, std::string_view path) {
  while (from != nullptr && !path.empty()) {
    const auto dot = path.find('.');
    const auto* member = from->type == shape_type::structure ? from->find(path.substr(0, dot)) : nullptr;
    from = member != nullptr ? member->target : nullptr;
    path.remove_prefix(dot == path.npos ? path.size() : dot + 1);
  }
  return from;
}

std::optional<std::size_t> page_in_text(std::string_view text) {
  if (!text.starts_with(mark)) return std::nullopt;
  text.remove_prefix(mark.size());
  return parse_number<std::size_t>(text.substr(0, text.find_first_not_of("0123456789")));
}

/// The page that a token names, wherever in it the name stands.
std::optional<std::size_t> page_in(const json::value& token) {
  if (const auto* text = token.if_string()) {
    if (auto page = page_in_text(*text)) return page;
    if (const auto bytes = from_base64(*text)) return page_in_text(*bytes);
  }
  if (const auto* number = token.if_int64(); number != nullptr && *number > 0) return static_cast<std::size_t>(*number);
  if (const auto* list = token.if_array())
    for (const auto& one : *list)
      if (auto page = page_in(one)) return page;
  if (const auto* members = token.if_object())
    for (const auto& [name, one] : *members)
      if (auto page = page_in(one)) return page;
  return std::nullopt;
}

json::value token_for(const model::shape& of, std::size_t page) {
  const auto text = std::string{mark} + std::to_string(page) + '-';
  switch (of.type) {
    case shape_type::string:
      return of.enum_values.empty() ? json::value(value_maker::fitted(of, text)) : json::value(of.enum_values.front());
    case shape_type::blob: return json::value(to_base64(value_maker::fitted(of, text)));
    case shape_type::integer:
    case shape_type::long_int: return page;
    case shape_type::list: return json::array{token_for(*of.element->target, page)};
    case shape_type::map: return json::object{{"key", token_for(*of.element->target, page)}};
    case shape_type::structure: {
      json::object made;
      for (const auto& member : of.members) {
        const bool text_like = member.target->type == shape_type::string || member.target->type == shape_type::blob;
        if (!text_like) continue;
        made[member.name] = token_for(*member.target, page);
        if (of.is_union) break;
      }
      return made;
    }
    default: return nullptr;
  }
}

std::size_t limited(const model::operation& of, const input& request, std::size_t rows) {
  if (!of.pages || of.pages->limit_key.empty()) return rows;
  auto limit = request.integer(of.pages->limit_key);
  if (!limit) limit = parse_number<std::int64_t>(request.text(of.pages->limit_key));
  return limit && *limit > 0 ? std::min(rows, static_cast<std::size_t>(*limit)) : rows;
}

}  // namespace

page_script::page_script(const model::operation& of, const input& request, std::size_t rows, std::size_t pages)
    : of_{of}, rows_{limited(of, request, rows)}, full_rows_{rows_}, pages_{pages} {
  if (!of.pages) return;
  bool asked = false;
  for (const auto name : of.pages->input_tokens) {
    const auto* token = request.find(name);
    if (token == nullptr || token->is_null()) continue;
    asked = true;
    if (const auto page = page_in(*token)) {
      page_ = std::max<std::size_t>(*page, 1);
      return;
    }
  }
  if (asked) rows_ = 0;  // a token that is made of rows: behind them there is nothing
}

bool page_script::has_rows(std::string_view path) const {
  if (!of_.pages || of_.pages->result_keys.empty()) return path.find('.') == path.npos;
  return std::ranges::find(of_.pages->result_keys, path) != of_.pages->result_keys.end();
}

void page_script::state(value_rules& rules) const {
  if (!of_.pages) return;
  bool more = page_ < pages_ && rows_ != 0;
  const auto& outputs = of_.pages->output_tokens;
  more = more && std::ranges::any_of(outputs, [&](std::string_view one) {
           const auto path = plain_path(one);
           const auto* shape = path ? shape_at(of_.output, *path) : nullptr;
           return shape != nullptr && page_in(token_for(*shape, 2)).has_value();
         });
  for (const auto one : outputs) {
    const auto path = plain_path(one);
    const auto* shape = path ? shape_at(of_.output, *path) : nullptr;
    if (shape != nullptr) rules.stated[std::string{*path}] = more ? token_for(*shape, page_ + 1) : json::value(nullptr);
  }
  if (const auto path = plain_path(of_.pages->more_results)) {
    const auto* shape = shape_at(of_.output, *path);
    if (shape != nullptr && shape->type == shape_type::boolean) rules.stated[std::string{*path}] = more;
  }
}

}  // namespace aloft::local::synthetic
