#include "cli/output/cells.hpp"
#include "cli/output/printers.hpp"

namespace aloft::cli {

void append_csv_record(std::string& to, const std::vector<std::string>& fields) {
  bool first = true;
  for (const auto& field : fields) {
    if (!first) to += ',';
    first = false;
    if (field.find_first_of(",\"\r\n") == std::string::npos) {
      to += field;
      continue;
    }
    to += '"';
    for (const char c : field) {
      if (c == '"') to += '"';
      to += c;
    }
    to += '"';
  }
  to += '\n';
}

std::string print_csv(const boost::json::array& rows, std::string_view name) {
  const auto table = to_table(rows, name, cell_style::whole);
  if (table.headers.empty()) return {};
  std::string text;
  if (has_headers(table)) append_csv_record(text, table.headers);
  for (const auto& row : table.rows) append_csv_record(text, row);
  return text;
}

}  // namespace aloft::cli
