#include "cli/output/cells.hpp"
#include "cli/output/printers.hpp"

namespace aloft::cli {
namespace {

namespace json = boost::json;

/// Names and values below each other.
std::string print_record(const json::object& record, std::size_t width) {
  const auto flat = to_table({record}, {}, cell_style::brief);
  if (flat.rows.empty()) return {};
  text_table table{.headers = {"Name", "Value"}, .rows = {}};
  for (std::size_t column = 0; column < flat.headers.size(); ++column) {
    table.rows.push_back({flat.headers[column], flat.rows[0][column]});
  }
  return table.rows.empty() ? std::string{} : render(table, width);
}

}  // namespace

std::string print_tables(const json::value& document, std::size_t width) {
  if (const auto* list = document.if_array()) return render(to_table(*list, "Value", cell_style::brief), width);
  if (!document.is_object()) return scalar_text(document) + "\n";
  json::object single;
  std::vector<std::pair<std::string, std::string>> lists;
  for (const auto& member : document.get_object()) {
    const std::string name{member.key().data(), member.key().size()};
    const auto* list = member.value().if_array();
    if (!list) {
      single.insert(member);
    } else if (!list->empty()) {
      lists.emplace_back(name, render(to_table(*list, name, cell_style::brief), width));
    }
  }
  const auto record = print_record(single, width);
  std::string text;
  const bool titled = lists.size() + (record.empty() ? 0 : 1) > 1;
  for (const auto& [name, table] : lists) {
    if (!text.empty()) text += '\n';
    if (titled) text += name + ":\n";
    text += table;
  }
  if (!record.empty()) text += (text.empty() ? "" : "\n") + record;
  return text;
}

}  // namespace aloft::cli
