#include "model/paging_builder.hpp"

#include "model/model_json.hpp"
#include "model/waiter_facts.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace aloft::model {
namespace {

namespace json = boost::json;
using namespace std::string_view_literals;
using format::attribute;
using attribute_run = blob_writer::attribute_run;

std::string_view view(const json::string& text) { return {text.data(), text.size()}; }
std::string_view view(json::string_view text) { return {text.data(), text.size()}; }

/// A member that is one text or a list of them.
std::vector<std::string_view> texts_of(const json::object& from, std::string_view key, std::string_view where) {
  std::vector<std::string_view> texts;
  const auto* found = from.if_contains({key.data(), key.size()});
  if (!found) return texts;
  const auto add = [&](const json::value& value) {
    const auto* text = value.if_string();
    if (!text) fail_model(where, "'" + std::string{key} + "' must be a text or a list of texts");
    texts.push_back(view(*text));
  };
  if (const auto* list = found->if_array())
    std::for_each(list->begin(), list->end(), add);
  else
    add(*found);
  return texts;
}

std::uint32_t count_of(const json::object& from, std::string_view key, std::string_view where) {
  const auto* found = from.if_contains({key.data(), key.size()});
  boost::system::error_code inexact;
  const auto count = found && found->is_number() ? found->to_number<std::uint32_t>(inexact) : 0;
  if (!found || !found->is_number() || inexact || count > std::numeric_limits<std::int32_t>::max())
    fail_model(where, "'" + std::string{key} + "' must be a whole number");
  return count;
}

// Names of tokens that AWS's services use, input and output; the first pair that an operation has counts.
constexpr std::array token_pairs{
    std::pair{"nextToken"sv, "nextToken"sv},
    std::pair{"NextToken"sv, "NextToken"sv},
    std::pair{"Marker"sv, "NextMarker"sv},
    std::pair{"marker"sv, "nextMarker"sv},
    std::pair{"Marker"sv, "Marker"sv},
    std::pair{"marker"sv, "marker"sv},
    std::pair{"NextMarker"sv, "NextMarker"sv},
    std::pair{"nextMarker"sv, "nextMarker"sv},
    std::pair{"PageToken"sv, "NextPageToken"sv},
    std::pair{"pageToken"sv, "nextPageToken"sv},
    std::pair{"NextPageToken"sv, "NextPageToken"sv},
    std::pair{"nextPageToken"sv, "nextPageToken"sv},
    std::pair{"ContinuationToken"sv, "NextContinuationToken"sv},
    std::pair{"PaginationToken"sv, "PaginationToken"sv},
    std::pair{"paginationToken"sv, "paginationToken"sv},
    std::pair{"position"sv, "position"sv},
};
constexpr std::array limit_keys{"MaxResults"sv, "maxResults"sv, "Limit"sv,    "limit"sv,    "MaxRecords"sv,
                                "PageSize"sv,   "pageSize"sv,   "MaxItems"sv, "maxItems"sv, "maxResult"sv};

matcher_type matcher_of(std::string_view name, std::string_view where) {
  if (name == "path") return matcher_type::path;
  if (name == "pathAll") return matcher_type::path_all;
  if (name == "pathAny") return matcher_type::path_any;
  if (name == "status") return matcher_type::status;
  if (name == "error") return matcher_type::error;
  fail_model(where, "unknown matcher '" + std::string{name} + "'");
}

waiter_state state_of(std::string_view name, std::string_view where) {
  if (name == "success") return waiter_state::success;
  if (name == "failure") return waiter_state::failure;
  if (name == "retry") return waiter_state::retry;
  fail_model(where, "unknown state '" + std::string{name} + "'");
}

format::acceptor_record acceptor_of(blob_writer& to, const json::object& acceptor, std::string_view where) {
  format::acceptor_record record{};
  record.matcher = static_cast<std::uint8_t>(matcher_of(text_of(acceptor, "matcher", where), where));
  record.state = static_cast<std::uint8_t>(state_of(text_of(acceptor, "state", where), where));
  record.argument = to.text(text_of(acceptor, "argument", where));
  const auto* expected = acceptor.if_contains("expected");
  if (!expected) fail_model(where, "an acceptor without 'expected'");
  if (const auto* text = expected->if_string()) {
    record.type = static_cast<std::uint8_t>(format::expected_type::text);
    record.expected = to.text(view(*text));
  } else if (expected->is_bool()) {
    record.type = static_cast<std::uint8_t>(format::expected_type::boolean);
    record.expected = expected->get_bool() ? 1 : 0;
  } else {
    if (static_cast<matcher_type>(record.matcher) == matcher_type::error)
      fail_model(where, "'expected' of an error matcher must be a text, true or false");
    record.type = static_cast<std::uint8_t>(format::expected_type::number);
    record.expected = count_of(acceptor, "expected", where);
  }
  return record;
}

}  // namespace

void add_paginator(blob_writer& to, attribute_run& run, const json::object& paginator, std::string_view where) {
  if (paginator.empty()) return;
  const auto add = [&](attribute kind, const std::vector<std::string_view>& texts) {
    for (const auto text : texts) run.emplace_back(kind, to.text(text));
  };
  const auto input = texts_of(paginator, "input_token", where), output = texts_of(paginator, "output_token", where);
  if (input.empty() || input.size() != output.size())
    fail_model(where, "the paginator needs as many tokens of the input as of the output, and at least one");
  add(attribute::input_token, input);
  add(attribute::output_token, output);
  add(attribute::result_key, texts_of(paginator, "result_key", where));
  add(attribute::non_aggregate_key, texts_of(paginator, "non_aggregate_keys", where));
  add(attribute::limit_key, texts_of(paginator, "limit_key", where));
  add(attribute::more_results, texts_of(paginator, "more_results", where));
}

void guess_paginator(blob_writer& to, attribute_run& run, const json::object& input, const json::object& output,
                     const shape_definitions& shapes, std::string_view where) {
  const auto members_of = [&](const json::object& side) -> const json::object& {
    const auto found = shapes.find(text_of(side, "shape", where));
    static const json::object none;
    return found == shapes.end() ? none : object_of(*found->second, "members", where);
  };
  const auto& in = members_of(input);
  const auto& out = members_of(output);
  const auto is = [&](const json::object& members, std::string_view name,
                      std::initializer_list<std::string_view> types) {
    const auto* member = members.if_contains({name.data(), name.size()});
    if (!member || !member->is_object()) return false;
    const auto target = shapes.find(text_of(member->get_object(), "shape", where));
    if (target == shapes.end()) return false;
    return std::ranges::find(types, text_of(*target->second, "type", where)) != types.end();
  };
  const auto tokens = std::ranges::find_if(token_pairs, [&](const auto& pair) {
    return is(in, pair.first, {"string"}) && is(out, pair.second, {"string"});
  });
  if (tokens == token_pairs.end()) return;
  run.emplace_back(attribute::input_token, to.text(tokens->first));
  run.emplace_back(attribute::output_token, to.text(tokens->second));
  std::vector<std::string_view> lists;
  for (const auto& [name, member] : out)
    if (is(out, view(name), {"list"})) lists.push_back(view(name));
  if (lists.size() == 1) run.emplace_back(attribute::result_key, to.text(lists.front()));
  const auto limit = std::ranges::find_if(limit_keys, [&](auto name) {
    return is(in, name, {"integer", "long", "string"});
  });
  if (limit != limit_keys.end()) run.emplace_back(attribute::limit_key, to.text(*limit));
  run.emplace_back(attribute::heuristic_pages, 1);
}

void add_waiters(blob_writer& to, const json::object& waiters,
                 const std::map<std::string_view, std::uint32_t>& operations, std::string_view where) {
  std::map<std::string_view, const json::value*> sorted;
  for (const auto& [name, definition] : waiters) sorted.emplace(view(name), &definition);
  for (const auto& [name, definition] : sorted) {
    const auto here = std::string{where} + ", waiter '" + std::string{name} + "'";
    if (!definition->is_object()) fail_model(here, "must be an object");
    const auto& of = definition->get_object();
    const auto asked = operations.find(text_of(of, "operation", here));
    if (asked == operations.end()) fail_model(here, "names no operation of the service");
    format::waiter_record record{};
    record.name = to.text(name);
    record.operation = asked->second;
    record.delay = count_of(of, "delay", here);
    record.max_attempts = count_of(of, "maxAttempts", here);
    record.first_acceptor = static_cast<std::uint32_t>(to.acceptors.size());
    for (const auto& acceptor : array_of(of, "acceptors", here)) {
      if (!acceptor.is_object()) fail_model(here, "an acceptor must be an object");
      to.acceptors.push_back(acceptor_of(to, acceptor.get_object(), here));
    }
    record.acceptor_count = static_cast<std::uint32_t>(to.acceptors.size()) - record.first_acceptor;
    to.waiters.push_back(record);
  }
}

}  // namespace aloft::model
