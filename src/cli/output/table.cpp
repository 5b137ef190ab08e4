#include "cli/output/table.hpp"

#include "cli/text/utf8.hpp"

#include <algorithm>
#include <numeric>

namespace aloft::cli {
namespace {

constexpr std::string_view gap = "  ";
constexpr std::size_t narrowest = 8;  // a column is not shortened below this

bool is_number(std::string_view cell) noexcept {
  if (cell.starts_with('-')) cell.remove_prefix(1);
  return !cell.empty() && cell.size() < 20 && cell.find_first_not_of("0123456789.") == std::string_view::npos;
}

/// Takes from the widest columns until the line fits.
void shrink(std::vector<std::size_t>& widths, std::size_t width) {
  const auto gaps = gap.size() * (widths.size() - 1);
  auto total = std::accumulate(widths.begin(), widths.end(), gaps);
  while (total > width) {
    const auto widest = std::max_element(widths.begin(), widths.end());
    if (*widest <= narrowest) break;
    --*widest, --total;
  }
}

class writer {
 public:
  explicit writer(const text_table& table) : table_{table} {
    for (const auto& row : table.rows) {
      auto& cells = rows_.emplace_back();
      for (const auto& cell : row) cells.push_back(printable(cell));
    }
    for (std::size_t column = 0; column < table.headers.size(); ++column) {
      std::size_t width = display_width(table.headers[column]);
      bool numbers = !rows_.empty(), any = false;
      for (const auto& row : rows_) {
        width = std::max(width, display_width(row[column]));
        numbers = numbers && (row[column].empty() || is_number(row[column]));
        any = any || !row[column].empty();
      }
      widths_.push_back(width);
      right_.push_back(numbers && any);
    }
  }

  std::string write(std::size_t width) {
    if (widths_.empty()) return {};
    if (width > 0) shrink(widths_, width);
    if (has_headers(table_)) {
      line(table_.headers);
      std::vector<std::string> rule;
      for (const auto column : widths_) rule.emplace_back(column, '-');
      line(rule);
    }
    for (const auto& row : rows_) line(row);
    return std::move(text_);
  }

 private:
  void line(const std::vector<std::string>& cells) {
    for (std::size_t column = 0; column < cells.size(); ++column) {
      const auto cell = shortened(cells[column], widths_[column]);
      const auto padding = std::string(widths_[column] - std::min(widths_[column], display_width(cell)), ' ');
      if (column > 0) text_ += gap;
      text_ += right_[column] ? padding + cell : cell + padding;
    }
    text_.erase(text_.find_last_not_of(' ') + 1);
    text_ += '\n';
  }

  const text_table& table_;
  std::vector<std::vector<std::string>> rows_;
  std::vector<std::size_t> widths_;
  std::vector<bool> right_;
  std::string text_;
};

}  // namespace

bool has_headers(const text_table& table) noexcept {
  return std::any_of(table.headers.begin(), table.headers.end(), [](const auto& name) { return !name.empty(); });
}

std::string render(const text_table& table, std::size_t width) { return writer{table}.write(width); }

}  // namespace aloft::cli
