#include "cli/output/csv_rows.hpp"

#include "cli/output/cells.hpp"
#include "cli/output/json_printer.hpp"
#include "cli/output/printers.hpp"

namespace aloft::cli {

std::optional<csv_rows> csv_rows::of(const operation_model& operation, std::string_view rows, bool with_region,
                                     bool profiles) {
  const auto output = operation.output();
  if (!output) return std::nullopt;
  auto row = output;
  if (!rows.empty()) {
    const auto list = output.find(rows);
    if (!list) return std::nullopt;
    row = list->shape().element();
  }
  if (row.kind() != shape_kind::structure || row.members().empty()) return std::nullopt;
  csv_rows made;
  made.rows_ = rows;
  made.with_region_ = with_region;
  made.profiles_ = with_region && profiles;
  // As with_origin() names them in the other formats.
  const auto origin = [&](std::string_view name) {
    made.origin_.push_back((row.find(name) ? "Call" : "") + std::string{name});
  };
  if (made.profiles_) origin("Profile"), origin("Account");
  if (with_region) origin("Region");
  made.add_columns(row, {});
  return made;
}

void csv_rows::add_columns(const shape_model& of, const std::vector<std::string_view>& path) {
  for (const auto member : of.members()) {
    auto place = path;
    place.push_back(member.name());
    const auto shape = member.shape();
    if (path.empty() && shape.kind() == shape_kind::structure && !shape.members().empty()) {
      add_columns(shape, place);
      continue;
    }
    std::string name;
    for (const auto part : place) name += (name.empty() ? "" : ".") + std::string{part};
    columns_.push_back({std::move(name), std::move(place)});
  }
}

std::string csv_rows::header() const {
  auto names = origin_;
  for (const auto& one : columns_) names.push_back(one.name);
  std::string line;
  append_csv_record(line, names);
  return line;
}

std::string csv_rows::records(const answer_part& page) const {
  std::string text;
  std::vector<std::string> fields;
  const auto add = [&](value row) {
    fields.clear();
    if (profiles_) fields.insert(fields.end(), {std::string{page.profile}, std::string{page.account}});
    if (with_region_) fields.emplace_back(page.region);
    for (const auto& one : columns_) {
      value at = row;
      for (const auto name : one.path) at = at.is_null() ? at : at[name];
      fields.push_back(scalar_text(to_json(at, iso8601_time)));
    }
    append_csv_record(text, fields);
  };
  if (rows_.empty()) {
    add(page.output);
  } else {
    for (const value row : page.output[rows_]) add(row);
  }
  return text;
}

}  // namespace aloft::cli
