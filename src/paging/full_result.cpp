#include <aloft/full_result.hpp>

#include "model/service.hpp"
#include "paging/member_path.hpp"

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <utility>
#include <vector>

namespace aloft {
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

// Structures that both have are joined; what is there already stays.
void merge(json::object& into, json::object&& from) {
  for (auto& member : from) {
    auto* known = into.if_contains(member.key());
    if (!known)
      into.emplace(member.key(), std::move(member.value()));
    else if (known->is_object() && member.value().is_object())
      merge(known->get_object(), std::move(member.value().get_object()));
  }
}

}  // namespace

bool full_result::is_token(const model::paginator& pages, std::string_view member) noexcept {
  return member == pages.more_results || std::ranges::find(pages.output_tokens, member) != pages.output_tokens.end();
}

full_result::full_result(const operation_model& operation, time_form times)
    : pages_{*operation.get().pages}, times_{times} {}

void full_result::add(value page) {
  if (pages_.result_keys.empty()) {
    if (!std::exchange(first_, false)) return;
    for (auto member = page.begin(); member != page.end(); ++member)
      if (!is_token(pages_, member.key())) results_.emplace(member.key(), to_json(*member, times_));
    return;
  }
  add_results(page);
  if (!std::exchange(first_, false)) return;
  for (const auto key : pages_.non_aggregate_keys)
    paging::place_of(non_aggregate_, key) = to_json(paging::at_path(page, key), times_);
}

void full_result::add_results(value page) {
  for (const auto key : pages_.result_keys)
    if (const value found = paging::at_path(page, key)) add_to(paging::place_of(results_, key), to_json(found, times_));
}

json::object full_result::take(std::string resume_token) {
  merge(results_, std::move(non_aggregate_));
  if (!resume_token.empty()) results_["NextToken"] = std::move(resume_token);
  return std::move(results_);
}

bool full_result::is_whole(const operation_model& operation, value page) {
  const auto& pages = *operation.get().pages;
  std::vector<std::string_view> order = pages.result_keys;
  order.insert(order.end(), pages.non_aggregate_keys.begin(), pages.non_aggregate_keys.end());
  auto next = order.begin();
  for (auto member = page.begin(); member != page.end(); ++member) {
    if (pages.result_keys.empty()) {
      if (is_token(pages, member.key())) return false;
      continue;
    }
    next = std::find(next, order.end(), member.key());
    if (next == order.end()) return false;
  }
  return std::ranges::all_of(pages.non_aggregate_keys,
                             [&](std::string_view key) { return bool{paging::at_path(page, key)}; });
}

json::object full_result::lines_of(const operation_model& operation, value page, bool first, time_form times) {
  const auto& pages = *operation.get().pages;
  json::object shown;
  if (first)
    for (const auto key : pages.non_aggregate_keys)
      paging::place_of(shown, key) = to_json(paging::at_path(page, key), times);
  for (const auto key : pages.result_keys) paging::place_of(shown, key) = to_json(paging::at_path(page, key), times);
  return shown;
}

}  // namespace aloft
