#pragma once
// A plain text table: columns as wide as their cells, numbers to the right.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace aloft::cli {

struct text_table {
  std::vector<std::string> headers;
  std::vector<std::vector<std::string>> rows;  ///< as many cells as headers
};

bool has_headers(const text_table& table) noexcept;  ///< any column has a name

/// The table as lines with '\n', without the first two when no column has a name. Control characters in cells are shown
/// as escapes. `width`: columns of the terminal, to which the widest cells are shortened; 0: nothing is shortened.
std::string render(const text_table& table, std::size_t width);

}  // namespace aloft::cli
