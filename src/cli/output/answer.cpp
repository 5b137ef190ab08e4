#include "cli/output/answer.hpp"

#include <aloft/full_result.hpp>
#include "cli/customizations/absent_member.hpp"
#include "cli/output/printers.hpp"

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include <utility>
#include <vector>

namespace aloft::cli {
namespace {

namespace json = boost::json;

constexpr int json_indent = 4;

/// What is not a row, by where it came from.
json::object& slot_of(const answer_part& part, json::object& by_origin) {
  const auto below = [](json::object& in, std::string_view name) -> json::object& {
    return in.emplace(name, json::object{}).first->value().get_object();
  };
  return below(part.profile.empty() ? by_origin : below(by_origin, part.profile), part.region);
}

std::string print_rows(const json::value& document, std::string_view rows) {
  std::string text;
  const auto line = [&](const json::value& row) { text += print_json(row, 0) + "\n"; };
  const auto* object = document.if_object();
  const auto* list = object && !rows.empty() ? object->if_contains(rows) : &document;
  if (!list) return text;
  if (!list->is_array()) {
    line(*list);
  } else {
    for (const auto& row : list->get_array()) line(row);
  }
  return text;
}

void limit_rows(json::object& document, std::string_view path, const print_options& options) {
  if (path.empty() || !options.max_rows) return;
  const auto dot = path.find('.');
  auto* member = document.if_contains(path.substr(0, dot));
  if (!member) return;
  if (auto* inner = member->if_object(); inner && dot != path.npos)
    return limit_rows(*inner, path.substr(dot + 1), options);
  auto* rows = member->if_array();
  if (rows && rows->size() > *options.max_rows) rows->resize(*options.max_rows);
}

/// Whether a member that comes in a header (or is the status) follows one of the body in the model.
bool has_late_headers(const operation_model& operation) {
  bool body = false;
  for (const auto member : operation.output().members()) {
    if (body && member.place() != member_place::body) return true;
    body = body || member.place() == member_place::body;
  }
  return false;
}

/// An output as JSON, in the order of the AWS CLI: what came in headers before what came in the body.
json::value output_json(const operation_model& operation, value output, time_form times) {
  auto document = to_json(output, times);
  auto* members = document.if_object();
  if (!members || !has_late_headers(operation)) return document;
  json::object ordered;
  for (const bool header : {true, false}) {
    for (const auto member : operation.output().members()) {
      auto* found = (member.place() != member_place::body) == header ? members->if_contains(member.name()) : nullptr;
      if (found) ordered.emplace(member.name(), std::move(*found));
    }
  }
  return ordered;
}

/// The only page has nothing that is of single pages.
bool is_whole(const operation_model& operation, std::span<const answer_part> pages) {
  if (pages.size() != 1) return false;
  const auto& page = pages[0];
  return !page.paged || (page.resume_token.empty() && full_result::is_whole(operation, page.output));
}

/// The pages of one origin as one document.
json::object document_of(const operation_model& operation, std::span<const answer_part> pages, time_form times) {
  if (!operation.paginator() || (pages.size() == 1 && !pages[0].paged)) {
    auto whole = output_json(operation, pages[0].output, times);
    return whole.is_object() ? std::move(whole.get_object()) : json::object{};
  }
  full_result whole{operation, times};
  for (const auto& page : pages) whole.add(page.output);
  return whole.take(std::string{pages.back().resume_token});
}

/// The parts at the front that are of one origin.
std::span<const answer_part> front_origin(std::span<const answer_part> parts) {
  std::size_t count = 1;
  while (count < parts.size() && parts[count].from_where(parts[0])) ++count;
  return parts.first(count);
}

/// What goes wrong here is the answer's, not the command line's: the expression itself was compiled before.
json::value found_by(const jmespath::expression& query, const json::value& document) {
  auto found = query.search(document);
  if (found) return *std::move(found);
  throw found.error().with([](error_info& info) {
    info.kind = error_kind::protocol;
    info.message = "--query does not fit the answer: " + info.message;
  });
}

/// What the query finds in the pages of one region.
json::value search(const operation_model& operation, std::span<const answer_part> pages, const print_options& options) {
  if (is_whole(operation, pages) && !options.max_rows)
    return found_by(*options.query, to_json(pages[0].output, options.times));
  auto document = merge(operation, pages, false, options.times);
  limit_rows(document, row_path(operation), options);
  return found_by(*options.query, document);
}

json::value search_regions(const operation_model& operation, std::span<const answer_part> parts,
                           const print_options& options) {
  json::array rows;
  while (!parts.empty()) {
    const auto pages = front_origin(parts);
    const auto& from = pages[0];
    auto found = search(operation, pages, options);
    parts = parts.subspan(pages.size());
    if (auto* list = found.if_array()) {
      for (auto& row : *list) rows.push_back(with_origin(std::move(row), from));
    } else if (!found.is_null()) {
      rows.push_back(with_origin(std::move(found), from));
    }
  }
  return rows;
}

}  // namespace

json::value with_origin(json::value row, const answer_part& from) {
  std::vector<std::pair<const char*, json::value>> origin;
  if (!from.profile.empty()) {
    origin.emplace_back("Profile", from.profile);
    origin.emplace_back("Account", from.account.empty() ? json::value(nullptr) : json::value(from.account));
  }
  origin.emplace_back("Region", from.region);
  if (auto* list = row.if_array()) {
    json::array tagged;
    for (auto& [name, value] : origin) tagged.push_back(std::move(value));
    for (auto& element : *list) tagged.push_back(std::move(element));
    return tagged;
  }
  json::object tagged;
  auto* record = row.if_object();
  for (auto& [name, value] : origin)
    tagged[record && record->contains(name) ? std::string{"Call"} + name : name] = std::move(value);
  if (record) {
    for (auto& member : *record) tagged.emplace(member.key(), std::move(member.value()));
  } else {
    tagged.emplace("Value", std::move(row));
  }
  return tagged;
}

std::string_view row_list(const operation_model& operation) {
  if (!operation.output()) return {};
  if (const auto pages = operation.paginator(); pages && !pages->result_keys().empty()) {
    const auto first = operation.output().find(pages->result_keys().front());
    if (first && first->shape().kind() == shape_kind::list) return first->name();
  }
  std::string_view only;
  for (const auto member : operation.output().members()) {
    if (member.shape().kind() != shape_kind::list) continue;
    if (!only.empty()) return {};
    only = member.name();
  }
  return only;
}

std::string row_path(const operation_model& operation) {
  if (const auto rows = row_list(operation); !rows.empty()) return std::string{rows};
  const auto pages = operation.paginator();
  if (!pages || pages->result_keys().empty()) return {};
  const std::string path{pages->result_keys().front()};
  shape_model at = operation.output();
  for (std::string_view rest = path; !rest.empty();) {
    const auto dot = rest.find('.');
    const auto member = at.find(rest.substr(0, dot));
    if (!member) return {};
    at = member->shape();
    rest = dot == rest.npos ? std::string_view{} : rest.substr(dot + 1);
  }
  return at.kind() == shape_kind::list ? path : std::string{};
}

json::object merge(const operation_model& operation, std::span<const answer_part> parts, bool tag, time_form times) {
  json::object merged, by_origin;
  const auto rows = row_list(operation);
  const auto by_profile = !parts.empty() && !parts[0].profile.empty();
  while (!parts.empty()) {
    const auto pages = front_origin(parts);
    const auto& origin = pages[0];
    json::object document = document_of(operation, pages, times);
    parts = parts.subspan(pages.size());
    if (!tag) {
      merged = std::move(document);
      continue;
    }
    if (rows.empty()) {
      auto& results = merged.emplace("Results", json::array{}).first->value().get_array();
      results.push_back(with_origin(std::move(document), origin));
      continue;
    }
    for (auto& [name, member] : document) {
      if (auto* list = member.if_array()) {
        auto& joined = merged.emplace(name, json::array{}).first->value().get_array();
        for (auto& row : *list) joined.push_back(with_origin(std::move(row), origin));
      } else if (!member.is_null()) {
        slot_of(origin, by_origin).emplace(name, std::move(member));
      }
    }
  }
  if (tag && !rows.empty() && !merged.contains(rows)) merged.emplace(rows, json::array{});
  if (!by_origin.empty()) merged.emplace(by_profile ? "Profiles" : "Regions", std::move(by_origin));
  return merged;
}

std::string print_answer(const operation_model& operation, std::span<const answer_part> parts,
                         const print_options& options) {
  if (!operation.output()) return {};
  if (!options.without.empty() && parts.size() == 1) {
    json::value rest = output_json(operation, parts[0].output, options.times);
    rest.get_object().erase(options.without);
    return rest.get_object().empty() ? std::string{} : print_document(rest, row_list(operation), options);
  }
  if (options.query && !parts.empty()) {
    auto plain = options;
    plain.query.reset();
    return print_document(
        options.with_region ? search_regions(operation, parts, options) : search(operation, parts, options), {}, plain);
  }
  if (!parts.empty() && parts.front().paged && prints_by_page(operation, options)) {
    std::string lines;
    for (const auto& page : parts)
      lines += print_text(full_result::lines_of(operation, page.output, page.first, options.times));
    return lines + next_token_line(parts.back().resume_token);
  }
  const auto rows = row_list(operation);
  // One plain answer is printed from the document itself, without a copy.
  if (is_whole(operation, parts) && !options.with_region && !options.max_rows) {
    const auto& output = parts[0].output;
    if (const auto shown = shown_though_absent(operation); !shown.empty() && output[shown].is_null())
      return print_document(json::object{{shown, nullptr}}, {}, options);
    if (output.empty()) return {};
    if (options.format == output_format::json && !has_late_headers(operation))
      return to_json_text(output, json_indent, options.times) + "\n";
    if (options.format == output_format::ndjson) {
      if (rows.empty()) return to_json_text(output, 0, options.times) + "\n";
      std::string text;
      for (const value row : output[rows]) text += to_json_text(row, 0, options.times) + "\n";
      return text;
    }
    return print_document(output_json(operation, output, options.times), rows, options);
  }
  if (parts.empty()) return {};
  const bool records = options.with_region && rows.empty();
  const std::string_view list = records ? "Results" : rows;
  auto document = merge(operation, parts, options.with_region, options.times);
  limit_rows(document, list.empty() ? row_path(operation) : std::string{list}, options);
  if (options.format == output_format::table)
    for (auto member = document.begin(); member != document.end();)
      member = member->value().is_null() ? document.erase(member) : member + 1;
  return document.empty() ? std::string{} : print_document(document, list, options);
}

bool prints_by_page(const operation_model& operation, const print_options& options) {
  const auto pages = operation.paginator();
  return options.format == output_format::text && !options.with_region && !options.query && pages &&
         !pages->result_keys().empty();
}

std::string next_token_line(std::string_view resume_token) {
  return resume_token.empty() ? std::string{} : "NEXTTOKEN\t" + std::string{resume_token} + "\n";
}

std::string print_document(const json::value& document, std::string_view rows, const print_options& options) {
  if (options.query) {
    auto plain = options;
    plain.query.reset();
    return print_document(found_by(*options.query, document), {}, plain);
  }
  switch (options.format) {
    case output_format::json: return print_json(document, json_indent) + "\n";
    case output_format::ndjson: return print_rows(document, rows);
    case output_format::table: return print_tables(document, {options.width, options.color});
    case output_format::text: return print_text(document);
    case output_format::yaml: return print_yaml(document, member_order::sorted);
    case output_format::yaml_stream: return print_yaml(json::array{document}, member_order::sorted);
    case output_format::off: return {};
    case output_format::csv: break;
  }
  const auto* object = document.if_object();
  const auto* list = object && !rows.empty() ? object->if_contains(rows) : &document;
  if (list && list->is_array()) return print_csv(list->get_array(), rows);
  return list ? print_csv({*list}, rows) : std::string{};
}

}  // namespace aloft::cli
