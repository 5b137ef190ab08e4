#include "cli/output/table.hpp"

#include "cli/output/column_choice.hpp"
#include "cli/output/fold.hpp"
#include "cli/text/terminal_text.hpp"

#include <algorithm>
#include <numeric>

namespace aloft::cli {
namespace {

constexpr std::string_view gap = "  ";
constexpr std::size_t rows_as_blocks = 3;  ///< more rows than these are not turned into blocks, columns are left out

bool is_number(std::string_view cell) noexcept {
  if (cell.starts_with('-')) cell.remove_prefix(1);
  // Twelve digits are an account, and no amount.
  return !cell.empty() && cell.size() < 20 && cell.size() != 12 &&
         cell.find_first_not_of("0123456789.") == std::string_view::npos && cell.find('.') == cell.rfind('.');
}

/// A column as it will be laid out.
struct column {
  std::size_t number = 0;  ///< in the table
  std::size_t widest = 0, narrowest = 0, width = 0;
  bool right = false;  ///< numbers
};

class writer {
 public:
  writer(const text_table& table, const table_style& style) : table_{table}, style_{style} {
    for (const auto& row : table.rows) {
      auto& cells = rows_.emplace_back();
      for (const auto& cell : row) cells.push_back(printable(cell));
    }
    for (std::size_t number = 0; number < table.headers.size(); ++number) columns_.push_back(measured(number));
  }

  std::string write() {
    if (columns_.empty()) return {};
    if (style_.width > 0 && !fit(columns_)) {
      if (rows_.size() <= rows_as_blocks || !choose()) return blocks();
    }
    lines();
    return std::move(text_);
  }

  std::string blocks() {
    std::size_t names = 0, narrowest = 0;
    for (const auto& one : columns_) {
      if (std::all_of(table_.rows.begin(), table_.rows.end(), [&](const auto& row) { return row[one.number].empty(); }))
        continue;
      names = std::max(names, display_width(table_.headers[one.number]));
      narrowest = std::max(narrowest, narrowest_name(table_.headers[one.number]));
    }
    // Long names take a third of the line and go on below.
    if (style_.width > 0) names = std::min(names, std::max(narrowest, style_.width / 3));
    const auto room = style_.width > names + gap.size() ? style_.width - names - gap.size() : 0;
    constexpr std::size_t least = 10;
    for (const auto& row : rows_) {
      if (!text_.empty()) text_ += '\n';
      for (const auto& one : columns_) {
        const auto& cell = row[one.number];
        if (cell.empty()) continue;
        const auto label = folded_name_cell(table_.headers[one.number], names);
        const auto lines = room < least ? std::vector{cell} : folded_cell(cell, room);
        for (std::size_t at = 0; at < std::max(label.size(), lines.size()); ++at) {
          const auto name = at < label.size() ? label[at] : std::string{};
          if (!name.empty()) text_ += bold(name);
          if (at < lines.size())
            text_ += std::string(names - std::min(names, display_width(name)), ' ').append(gap) + lines[at];
          text_ += '\n';
        }
      }
    }
    return std::move(text_);
  }

 private:
  column measured(std::size_t number) const {
    column made{.number = number,
                .widest = display_width(table_.headers[number]),
                .narrowest = narrowest_name(table_.headers[number])};
    bool numbers = !rows_.empty(), any = false;
    for (const auto& row : rows_) {
      const auto& cell = row[number];
      made.widest = std::max(made.widest, display_width(cell));
      made.narrowest = std::max(made.narrowest, narrowest_cell(cell));
      numbers = numbers && (cell.empty() || is_number(cell));
      any = any || !cell.empty();
    }
    made.right = numbers && any;
    made.width = made.widest;
    return made;
  }

  static std::size_t total(const std::vector<column>& of, std::size_t column::*width) {
    return std::accumulate(of.begin(), of.end(), gap.size() * (of.size() - 1),
                           [&](std::size_t sum, const column& one) { return sum + one.*width; });
  }

  /// Takes from the widest columns that can be folded until the line fits; false when it never does.
  bool fit(std::vector<column>& of) const {
    if (total(of, &column::narrowest) > style_.width) return false;
    for (auto& one : of) one.width = one.widest;
    for (auto sum = total(of, &column::width); sum > style_.width; --sum) {
      column* widest = nullptr;
      for (auto& one : of)
        if (one.width > one.narrowest && (!widest || one.width > widest->width)) widest = &one;
      --widest->width;
    }
    return true;
  }

  /// Keeps the columns that matter most; false when fewer than two have room.
  bool choose() {
    std::vector<column> kept;
    std::size_t used = 0;
    bool full = false;
    for (const auto& [number, worth] : by_importance(table_)) {
      if (full && worth < filler_worth) break;
      const auto needs = columns_[number].narrowest + (kept.empty() ? 0 : gap.size());
      if (used + needs > style_.width) {
        full = true;
        continue;
      }
      used += needs;
      kept.push_back(columns_[number]);
    }
    if (kept.size() < 2) return false;
    std::sort(kept.begin(), kept.end(), [](const column& a, const column& b) { return a.number < b.number; });
    left_out_ = columns_.size() - kept.size();
    columns_ = std::move(kept);
    return fit(columns_);
  }

  void lines() {
    if (has_headers(table_)) {
      std::vector<std::vector<std::string>> names;
      for (const auto& one : columns_) names.push_back(folded_name_cell(table_.headers[one.number], one.width));
      line(names, true);
      std::vector<std::vector<std::string>> rule;
      for (const auto& one : columns_) rule.push_back({std::string(one.width, '-')});
      line(rule, false);
    }
    for (const auto& row : rows_) {
      std::vector<std::vector<std::string>> cells;
      for (const auto& one : columns_) cells.push_back(folded_cell(row[one.number], one.width));
      line(cells, false);
    }
    if (left_out_ > 0)
      text_ += "(" + std::to_string(left_out_) + (left_out_ == 1 ? " column has" : " columns have") +
               " no room: --query chooses others, --output json has all)\n";
  }

  /// Cells of several lines stand beside each other from their first lines on.
  void line(const std::vector<std::vector<std::string>>& cells, bool head) {
    std::size_t height = 0;
    for (const auto& cell : cells) height = std::max(height, cell.size());
    for (std::size_t at = 0; at < height; ++at) {
      std::string shown;
      for (std::size_t i = 0; i < columns_.size(); ++i) {
        const std::string piece = at < cells[i].size() ? cells[i][at] : std::string{};
        const std::string padding(columns_[i].width - std::min(columns_[i].width, display_width(piece)), ' ');
        if (i > 0) shown += gap;
        shown += columns_[i].right ? padding + piece : piece + padding;
      }
      shown.erase(shown.find_last_not_of(' ') + 1);
      text_ += (head ? bold(shown) : shown) + '\n';
    }
  }

  std::string bold(const std::string& text) const { return style_.color ? "\x1b[1m" + text + "\x1b[0m" : text; }

  const text_table& table_;
  const table_style& style_;
  std::vector<std::vector<std::string>> rows_;
  std::vector<column> columns_;
  std::size_t left_out_ = 0;
  std::string text_;
};

}  // namespace

bool has_headers(const text_table& table) noexcept {
  return std::any_of(table.headers.begin(), table.headers.end(), [](const auto& name) { return !name.empty(); });
}

std::string render(const text_table& table, const table_style& style) { return writer{table, style}.write(); }

std::string render_blocks(const text_table& table, const table_style& style) { return writer{table, style}.blocks(); }

}  // namespace aloft::cli
