#pragma once
// Cells folded into lines.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace aloft::cli {

/// Lines of at most `width` columns, broken after spaces and commas. Ids, addresses and ARNs stay whole however narrow
/// the column; other long words are broken where they must.
std::vector<std::string> folded_cell(std::string_view text, std::size_t width);

/// A column's name, broken after dots and between its words.
std::vector<std::string> folded_name_cell(std::string_view name, std::size_t width);

/// The narrowest column that the cell can have.
std::size_t narrowest_cell(std::string_view text);
std::size_t narrowest_name(std::string_view name);

}  // namespace aloft::cli
