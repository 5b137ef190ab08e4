#include "cli/output/cells.hpp"
#include "cli/output/column_choice.hpp"
#include "cli/output/printers.hpp"
#include "cli/output/sections.hpp"

#include <algorithm>

namespace aloft::cli {
namespace {

namespace json = boost::json;

/// Names and values below each other.
std::string print_record(const json::array& record, const table_style& style) {
  const auto flat = to_table(record, {}, cell_style::brief);
  if (flat.rows.empty()) return {};
  text_table table{.headers = {"Name", "Value"}, .rows = {}};
  for (std::size_t column = 0; column < flat.headers.size(); ++column)
    table.rows.push_back({flat.headers[column], flat.rows[0][column]});
  return table.rows.empty() ? std::string{} : render(table, style);
}

void move_column(text_table& table, std::size_t from, std::size_t to) {
  if (from <= to) return;
  const auto move = [&](auto& cells) {
    const auto begin = cells.begin();
    std::rotate(begin + static_cast<std::ptrdiff_t>(to), begin + static_cast<std::ptrdiff_t>(from),
                begin + static_cast<std::ptrdiff_t>(from) + 1);
  };
  move(table.headers);
  for (auto& row : table.rows) move(row);
}

/// What tells the rows apart stands in front, then their names, behind the region and the profile.
void move_key_to_front(text_table& table) {
  const auto first = static_cast<std::size_t>(std::find_if_not(table.headers.begin(), table.headers.end(), is_origin) -
                                              table.headers.begin());
  move_column(table, key_column(table), first);
  if (const auto name = own_name_column(table)) move_column(table, *name, first + 1);
}

std::string print_list(const table_section& section, const table_style& style) {
  auto table = to_table(section.rows, section.title.empty() ? "Value" : section.title, cell_style::brief);
  if (!section.title.empty() && has_headers(table)) move_key_to_front(table);
  return render(table, style);
}

}  // namespace

std::string print_tables(const json::value& document, const table_style& style) {
  if (!document.is_object() && !document.is_array()) return scalar_text(document) + "\n";
  std::vector<std::pair<std::string, std::string>> tables;
  for (const auto& section : sections_of(document)) {
    auto text = section.record ? print_record(section.rows, style) : print_list(section, style);
    if (!text.empty()) tables.emplace_back(section.record ? std::string{} : section.title, std::move(text));
  }
  std::string text;
  for (const auto& [title, table] : tables) {
    if (!text.empty()) text += '\n';
    if (tables.size() > 1 && !title.empty()) text += title + ":\n";
    text += table;
  }
  return text;
}

}  // namespace aloft::cli
