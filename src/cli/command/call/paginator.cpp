#include "cli/command/call/paginator.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

#include <algorithm>

namespace aloft::cli {
namespace {

namespace json = boost::json;

/// A member that is one text or a list of them.
std::vector<std::string> texts(const json::object& from, std::string_view name) {
  std::vector<std::string> found;
  const auto add = [&](const json::value& value) {
    if (const auto* text = value.if_string()) found.emplace_back(text->data(), text->size());
  };
  const auto* value = from.if_contains(name);
  if (!value) return found;
  if (const auto* list = value->if_array()) {
    std::for_each(list->begin(), list->end(), add);
  } else {
    add(*value);
  }
  return found;
}

std::string text(const json::object& from, std::string_view name) {
  auto all = texts(from, name);
  return all.empty() ? std::string{} : std::move(all.front());
}

}  // namespace

bool paginator::is_output_token(std::string_view member) const noexcept {
  return member == more_results || std::find(output_tokens.begin(), output_tokens.end(), member) != output_tokens.end();
}

std::optional<paginator> find_paginator(const model::operation& operation) {
  if (operation.paginator.empty()) return std::nullopt;
  boost::system::error_code failure;
  const auto model = json::parse({operation.paginator.data(), operation.paginator.size()}, failure);
  if (failure || !model.is_object()) return std::nullopt;
  const auto& facts = model.get_object();
  return paginator{.input_tokens = texts(facts, "input_token"),
                   .output_tokens = texts(facts, "output_token"),
                   .result_keys = texts(facts, "result_key"),
                   .limit_key = text(facts, "limit_key"),
                   .more_results = text(facts, "more_results")};
}

}  // namespace aloft::cli
