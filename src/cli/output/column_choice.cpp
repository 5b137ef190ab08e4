#include "cli/output/column_choice.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace aloft::cli {
namespace {

/// How much a column says by its name's ending; the first that fits counts.
constexpr std::array<std::pair<std::string_view, int>, 36> endings{{
    {"Region", 100},
    {"Profile", 100},
    {"State.Name", 80},
    {"State", 78},
    {"Status", 78},
    {"Tags", 74},
    {"DnsName", 30},
    {"DeviceName", 25},
    {"KeyName", 40},
    {"UserName", 60},
    {"Name", 72},
    {"RootDeviceType", 15},
    {"Protocol", 70},
    {"From", 69},
    {"To", 69},
    {"FromPort", 69},
    {"ToPort", 69},
    {"Peer", 68},
    {"Direction", 50},
    {"VirtualizationType", 15},
    {"Type", 70},
    {"PublicIpAddress", 68},
    {"CidrBlock", 66},
    {"CidrIp", 66},
    {"PrivateIpAddress", 64},
    {"AvailabilityZone", 60},
    {"Size", 58},
    {"Engine", 58},
    {"Version", 45},
    {"OwnerId", 12},
    {"VpcId", 35},
    {"Id", 45},
    {"Time", 50},
    {"Date", 50},
    {"Description", 40},
    {"Arn", 32},
}};

int importance(const text_table& table, std::size_t column) {
  constexpr int own_name = 90;
  const std::string_view name = table.headers[column];
  if (names_rows(table.title, name, "Name")) return own_name;
  int score = 20;
  for (const auto& [ending, worth] : endings) {
    if (!name.ends_with(ending)) continue;
    score = worth;
    break;
  }
  constexpr int always = 75;  // the row's own state counts however alike all are
  const bool own = name.find('.') == std::string_view::npos || name == "State.Name";
  if (score >= always && own) return score;
  score -= 12 * static_cast<int>(std::count(name.begin(), name.end(), '.'));
  const auto same = [&](const auto& row) { return row[column] == table.rows.front()[column]; };
  if (table.rows.size() > 2 && score < 100 && std::all_of(table.rows.begin(), table.rows.end(), same)) score -= 30;
  return score;
}

}  // namespace

bool names_rows(std::string_view list, std::string_view column, std::string_view ending) noexcept {
  if (list.ends_with('s')) list.remove_suffix(1);
  return !list.empty() && column.size() > ending.size() && column.ends_with(ending) &&
         list.ends_with(column.substr(0, column.size() - ending.size()));
}

bool is_origin(std::string_view name) noexcept {
  return name == "Region" || name == "Profile" || name == "Account" || name == "CallRegion";
}

std::size_t key_column(const text_table& table) {
  for (const std::string_view ending : {"Id", "Name", "Arn"})
    for (std::size_t column = 0; column < table.headers.size(); ++column)
      if (names_rows(table.title, table.headers[column], ending)) return column;
  // Else the first column whose cells are all there and all different.
  for (const std::string_view ending : {"Id", "Name", "Arn", ""}) {
    for (std::size_t column = 0; column < table.headers.size(); ++column) {
      if (!std::string_view{table.headers[column]}.ends_with(ending) || is_origin(table.headers[column])) continue;
      std::vector<std::string_view> cells;
      for (const auto& row : table.rows) cells.push_back(row[column]);
      std::sort(cells.begin(), cells.end());
      if (!cells.empty() && !cells.front().empty() && std::adjacent_find(cells.begin(), cells.end()) == cells.end())
        return column;
    }
  }
  return 0;
}

std::optional<std::size_t> own_name_column(const text_table& table) {
  for (std::size_t column = 0; column < table.headers.size(); ++column)
    if (names_rows(table.title, table.headers[column], "Name")) return column;
  return std::nullopt;
}

std::vector<ranked_column> by_importance(const text_table& table) {
  std::vector<ranked_column> order;
  for (std::size_t column = 0; column < table.headers.size(); ++column)
    order.push_back({column, importance(table, column)});
  if (!order.empty()) order[key_column(table)].worth += 200;
  std::stable_sort(order.begin(), order.end(),
                   [](const ranked_column& a, const ranked_column& b) { return a.worth > b.worth; });
  return order;
}

}  // namespace aloft::cli
