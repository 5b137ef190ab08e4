#pragma once
// A text table for people: columns as wide as their cells where the terminal has room; else cells are folded; else the
// rows become blocks of names and values, or the columns that matter less are left out and named. Ids are never cut.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace aloft::cli {

struct text_table {
  std::vector<std::string> headers;
  std::vector<std::vector<std::string>> rows;  ///< as many cells as headers
  std::string title = {};                      ///< what the rows are, in the plural: "Instances"; not printed
};

struct table_style {
  std::size_t width = 0;  ///< columns of the terminal; 0: no limit
  bool color = false;     ///< headers are marked by ANSI sequences
};

bool has_headers(const text_table& table) noexcept;  ///< any column has a name

/// The table as lines with '\n', without the first two when no column has a name. Control characters in cells are shown
/// as escapes.
std::string render(const text_table& table, const table_style& style);

/// The same as blocks of names and values, one for each row.
std::string render_blocks(const text_table& table, const table_style& style);

}  // namespace aloft::cli
