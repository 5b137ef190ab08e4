#pragma once
// Which columns a person looks at first, by their names and contents.

#include "cli/output/table.hpp"

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace aloft::cli {

/// Columns that say where a row of a sweep comes from.
bool is_origin(std::string_view name) noexcept;

/// Whether a column is what the rows of a list are called by: InstanceId of Instances, GroupName of SecurityGroups.
/// `ending`: Id, Name or Arn.
bool names_rows(std::string_view list, std::string_view column, std::string_view ending) noexcept;

/// The column that tells the rows apart: the id or name of what the title says, else the first that does.
std::size_t key_column(const text_table& table);

/// The column with the rows' own names: GroupName of SecurityGroups.
std::optional<std::size_t> own_name_column(const text_table& table);

struct ranked_column {
  std::size_t number;
  int worth;  ///< below `filler_worth`: says so little that it is no better than an empty place
};

inline constexpr int filler_worth = 25;

/// What matters most first: ids and names, states, types, addresses, places, times; what is the same in all rows and
/// what lies deep matters less.
std::vector<ranked_column> by_importance(const text_table& table);

}  // namespace aloft::cli
