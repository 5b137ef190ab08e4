#include "cli/output/sections.hpp"

#include "cli/output/cells.hpp"
#include "cli/output/column_choice.hpp"

#include <boost/json/object.hpp>

#include <algorithm>

namespace aloft::cli {
namespace {

namespace json = boost::json;

constexpr std::size_t few_members = 8;  ///< records with no more than these have tables for their lists
constexpr std::size_t deepest = 4;      ///< lists inside of lists

std::string_view view(json::string_view text) noexcept { return {text.data(), text.size()}; }

/// A list whose elements are rows: records that a cell cannot show.
bool is_row_list(const json::value& value) {
  const auto* list = value.if_array();
  return list && !list->empty() && !fits_cell(*list) &&
         std::all_of(list->begin(), list->end(), [](const auto& element) { return element.is_object(); });
}

/// Members that are cells, those of records inside counted each.
std::size_t cell_count(const json::object& record) {
  std::size_t count = 0;
  for (const auto& member : record) {
    if (const auto* inner = member.value().if_object())
      count += cell_count(*inner);
    else if (!is_row_list(member.value()))
      ++count;
  }
  return count;
}

/// Names of the members of any row that are lists of rows, in order.
std::vector<std::string> row_lists(const json::array& rows) {
  std::vector<std::string> names;
  for (const auto& row : rows) {
    const auto* record = row.if_object();
    if (!record) continue;
    for (const auto& member : *record) {
      const std::string name{view(member.key())};
      if (is_row_list(member.value()) && std::find(names.begin(), names.end(), name) == names.end())
        names.push_back(name);
    }
  }
  return names;
}

std::size_t most_cells(const json::array& rows) {
  std::size_t most = 0;
  for (const auto& row : rows)
    if (const auto* record = row.if_object()) most = std::max(most, cell_count(*record));
  return most;
}

/// What names a record: its id, else its name; `list` is what the list of such records is called. Null: nothing does.
const json::key_value_pair* identity_of(const json::object& record, std::string_view list) {
  const json::key_value_pair* found = nullptr;
  int best = 0;
  for (const auto& member : record) {
    if (!member.value().is_string() || is_origin(view(member.key()))) continue;
    const auto name = view(member.key());
    int worth = 0;
    for (const auto& [ending, value] : {std::pair{"Id", 3}, std::pair{"Name", 2}, std::pair{"Arn", 1}})
      if (name.ends_with(ending)) worth = value + (names_rows(list, name, ending) ? 3 : 0);
    if (worth <= best) continue;
    best = worth;
    found = &member;
  }
  return found;
}

/// A child with what says where it belongs in front.
json::object below(const json::object& parent, std::string_view list, const json::object& child, bool with_rest) {
  json::object row;
  for (const auto& member : parent)
    if (is_origin(view(member.key())) && !child.contains(member.key())) row.insert(member);
  const auto* identity = identity_of(parent, list);
  if (identity && !child.contains(identity->key())) row.insert(*identity);
  for (const auto& member : child) row.insert(member);
  if (!with_rest) return row;
  for (const auto& member : parent)
    if (!is_row_list(member.value())) row.insert(member);  // insert keeps what is there
  return row;
}

class finder {
 public:
  std::vector<table_section> run(const json::value& document) {
    if (const auto* list = document.if_array()) {
      add_list({}, *list, 0);
    } else if (const auto* record = document.if_object()) {
      add_record({}, *record, false);
    }
    return std::move(found_);
  }

 private:
  void add_record(const std::string& title, const json::object& record, bool record_first) {
    // A document that is one record in a wrapper is that record.
    if (record.size() == 1 && record.begin()->value().is_object())
      return add_record(std::string{view(record.begin()->key())}, record.begin()->value().get_object(), true);
    json::object own;
    for (const auto& member : record)
      if (!is_row_list(member.value())) own.insert(member);
    const auto add_own = [&] {
      if (!own.empty()) found_.push_back({title, json::array{own}, true});
    };
    if (record_first) add_own();
    for (const auto& member : record)
      if (is_row_list(member.value())) add_list(std::string{view(member.key())}, member.value().get_array(), 0);
    if (!record_first) add_own();
  }

  void add_list(const std::string& title, const json::array& rows, std::size_t depth) {
    const auto inner = row_lists(rows);
    if (inner.empty() || depth >= deepest) {
      found_.push_back({title, rows});
      return;
    }
    const auto cells = most_cells(rows);
    if (inner.size() == 1) {
      const auto children = children_of(rows, title, inner[0], true);
      if (most_cells(children) > 2 * cells && cells <= few_members) return add_list(inner[0], children, depth + 1);
    }
    if (cells > few_members && rows.size() > 1) {
      found_.push_back({title, rows});
      return;
    }
    json::array own = rows;
    for (auto& row : own)
      if (auto* record = row.if_object())
        for (const auto& name : inner) record->erase(name);
    found_.push_back({title, std::move(own)});
    for (const auto& name : inner) add_list(name, children_of(rows, title, name, false), depth + 1);
  }

  static json::array children_of(const json::array& rows, std::string_view list, std::string_view name,
                                 bool with_rest) {
    json::array children;
    for (const auto& row : rows) {
      const auto* parent = row.if_object();
      const auto* member = parent ? parent->if_contains(name) : nullptr;
      const auto* inner = member ? member->if_array() : nullptr;
      if (!inner) continue;
      for (const auto& child : *inner)
        if (const auto* record = child.if_object()) children.push_back(below(*parent, list, *record, with_rest));
    }
    return children;
  }

  std::vector<table_section> found_;
};

}  // namespace

std::vector<table_section> sections_of(const json::value& document) { return finder{}.run(document); }

}  // namespace aloft::cli
