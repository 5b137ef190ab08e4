#include "cli/output/merged_pages.hpp"

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include <utility>

namespace aloft::cli {
namespace {

namespace json = boost::json;

void add_to(json::value& sum, json::value more) {
  if (sum.is_null()) {
    sum = std::move(more);
  } else if (auto* list = sum.if_array(), *rows = more.if_array(); list && rows) {
    for (auto& row : *rows) list->push_back(std::move(row));
  } else if (auto* map = sum.if_object(), *entries = more.if_object(); map && entries) {
    for (auto& entry : *entries) map->emplace(entry.key(), std::move(entry.value()));
  } else if (auto* text = sum.if_string(), *rest = more.if_string(); text && rest) {
    text->append(*rest);
  } else if (sum.is_int64() && more.is_int64()) {
    sum.get_int64() += more.get_int64();
  } else if (sum.is_double() && more.is_double()) {
    sum.get_double() += more.get_double();
  }
}

/// Adds what lies at the path ("DistributionList.Items") of the page to what lies there in the object.
void add_path(json::object& whole, value page, std::string_view path) {
  const auto dot = path.find('.');
  const value found = page[path.substr(0, dot)];
  if (found.is_null()) return;
  auto& target = whole[path.substr(0, dot)];
  if (dot == std::string_view::npos) return add_to(target, to_json(found));
  if (!target.is_object()) target.emplace_object();
  add_path(target.get_object(), found, path.substr(dot + 1));
}

}  // namespace

void merged_pages::add(value page) {
  if (std::exchange(first_, false)) {
    for (auto member = page.begin(); member != page.end(); ++member)
      if (!pages_ || !pages_->is_output_token(member.key())) whole_.emplace(member.key(), to_json(*member));
  } else if (pages_) {
    for (const auto& results : pages_->result_keys) add_path(whole_, page, results);
  }
}

}  // namespace aloft::cli
