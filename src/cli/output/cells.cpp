#include "cli/output/cells.hpp"

#include "cli/output/json_printer.hpp"
#include "cli/output/readable.hpp"

#include <algorithm>
#include <optional>
#include <unordered_map>

namespace aloft::cli {
namespace {

namespace json = boost::json;

std::string_view view(const json::string& text) noexcept { return {text.data(), text.size()}; }

bool is_scalar(const json::value& value) noexcept { return !value.is_object() && !value.is_array(); }

/// {"Key": …, "Value": …}, in whatever case.
const json::value* tag_member(const json::object& of, std::string_view upper, std::string_view lower) {
  const auto* found = of.if_contains(upper);
  return found ? found : of.if_contains(lower);
}

std::optional<std::string> as_tag(const json::value& element) {
  const auto* object = element.if_object();
  if (!object || object->size() != 2) return std::nullopt;
  const auto* key = tag_member(*object, "Key", "key");
  const auto* value = tag_member(*object, "Value", "value");
  if (!key || !value || !is_scalar(*key) || !is_scalar(*value)) return std::nullopt;
  return scalar_text(*key) + "=" + scalar_text(*value);
}

/// A record of at most two scalars: "default sg-1".
std::optional<std::string> as_pair(const json::value& element) {
  const auto* object = element.if_object();
  if (!object || object->empty() || object->size() > 2) return std::nullopt;
  std::string text;
  for (const auto& member : *object) {
    if (!is_scalar(member.value())) return std::nullopt;
    text += (text.empty() ? "" : " ") + scalar_text(member.value());
  }
  return text;
}

std::string list_text(const json::array& list, cell_style style) {
  if (list.empty()) return {};
  std::string text;
  for (const auto& element : list) {
    auto shown = is_scalar(element) ? std::optional{scalar_text(element)} : as_tag(element);
    if (!shown && style == cell_style::brief) shown = as_pair(element);
    if (!shown || (style == cell_style::whole && !is_scalar(element))) {
      if (style == cell_style::whole) return print_json(list, 0);
      return std::to_string(list.size()) + (list.size() == 1 ? " item" : " items");
    }
    text += (text.empty() ? "" : ", ") + *shown;
  }
  return text;
}

using cells = std::vector<std::pair<std::string, std::string>>;

void flatten(const json::value& value, const std::string& name, cell_style style, cells& to) {
  if (const auto* object = value.if_object()) {
    for (const auto& member : *object) {
      const std::string key{member.key().data(), member.key().size()};
      flatten(member.value(), name.empty() ? key : name + "." + key, style, to);
    }
  } else if (const auto* list = value.if_array()) {
    to.emplace_back(name, list_text(*list, style));
  } else {
    to.emplace_back(name, style == cell_style::brief ? readable_text(name, value) : scalar_text(value));
  }
}

/// The cells of one row. Rows that are lists (of queries such as [].[A, B]) have numbered columns.
cells cells_of(const json::value& row, std::string_view name, cell_style style) {
  cells flat;
  if (const auto* list = row.if_array()) {
    for (std::size_t i = 0; i < list->size(); ++i) flatten((*list)[i], std::to_string(i + 1), style, flat);
  } else {
    flatten(row, row.is_object() ? std::string{} : std::string{name}, style, flat);
  }
  return flat;
}

/// Columns in the order in which the rows have them: one not seen yet stands after its left neighbour.
std::vector<std::string> columns_of(const std::vector<cells>& rows) {
  std::vector<std::string> columns;
  std::unordered_map<std::string, bool> seen;
  for (const auto& row : rows) {
    std::size_t after = 0;
    for (const auto& [name, text] : row) {
      if (seen.emplace(name, true).second) {
        columns.insert(columns.begin() + static_cast<std::ptrdiff_t>(after), name);
        ++after;
      } else if (after < columns.size() && columns[after] == name) {
        ++after;
      } else {
        after = static_cast<std::size_t>(std::find(columns.begin(), columns.end(), name) - columns.begin()) + 1;
      }
    }
  }
  return columns;
}

void drop_empty_columns(text_table& table) {
  for (auto column = table.headers.size(); column-- > 0;) {
    const bool used =
        std::any_of(table.rows.begin(), table.rows.end(), [&](const auto& row) { return !row[column].empty(); });
    if (used) continue;
    const auto at = static_cast<std::ptrdiff_t>(column);
    table.headers.erase(table.headers.begin() + at);
    for (auto& row : table.rows) row.erase(row.begin() + at);
  }
}

}  // namespace

text_table to_table(const json::array& rows, std::string_view name, cell_style style) {
  std::vector<cells> flat;
  for (const auto& row : rows) flat.push_back(cells_of(row, name, style));
  text_table table{.headers = columns_of(flat), .rows = {}, .title = std::string{name}};
  std::unordered_map<std::string_view, std::size_t> place;
  for (std::size_t column = 0; column < table.headers.size(); ++column) place.emplace(table.headers[column], column);
  for (auto& row : flat) {
    auto& line = table.rows.emplace_back(table.headers.size());
    for (auto& [column, text] : row) line[place.at(column)] = std::move(text);
  }
  const bool lists = std::all_of(rows.begin(), rows.end(), [](const auto& row) { return row.is_array(); });
  if (lists) {
    std::fill(table.headers.begin(), table.headers.end(), std::string{});
  } else if (style == cell_style::brief) {
    drop_empty_columns(table);
  }
  return table;
}

bool fits_cell(const json::array& list) {
  return std::all_of(list.begin(), list.end(),
                     [](const auto& element) { return is_scalar(element) || as_tag(element) || as_pair(element); });
}

std::string scalar_text(const json::value& value) {
  if (value.is_null()) return {};
  if (const auto* text = value.if_string()) return std::string{view(*text)};
  return print_json(value, 0);
}

}  // namespace aloft::cli
