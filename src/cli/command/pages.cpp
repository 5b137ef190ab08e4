#include "cli/command/pages.hpp"

#include "cli/output/answer.hpp"
#include "cli/paginator.hpp"

#include <algorithm>
#include <cstdint>

namespace aloft::cli {
namespace {

namespace json = boost::json;

/// "A.B" of the output; null for anything that is not there.
value follow(value from, std::string_view path) {
  while (!path.empty()) {
    const auto dot = path.find('.');
    from = from[path.substr(0, dot)];
    path.remove_prefix(dot == std::string_view::npos ? path.size() : dot + 1);
  }
  return from;
}

bool is_path(std::string_view token) noexcept {
  return std::all_of(token.begin(), token.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_';
  });
}

/// The tokens of the next page as input members; empty at the end.
json::object next_tokens(const paginator& pages, value output) {
  json::object tokens;
  if (!pages.more_results.empty() && !follow(output, pages.more_results).as_boolean()) return tokens;
  for (std::size_t i = 0; i < pages.output_tokens.size() && i < pages.input_tokens.size(); ++i) {
    const auto token = follow(output, pages.output_tokens[i]);
    if (token.is_null() || (token.kind() == value_kind::text && token.as_text().empty())) continue;
    tokens[pages.input_tokens[i]] = to_json(token);
  }
  return tokens;
}

/// The paginator when pages are to be followed.
std::optional<paginator> followed(const model::operation& operation, const json::object& input,
                                  const global_options& options) {
  if (options.no_paginate) return std::nullopt;
  auto pages = find_paginator(operation);
  if (!pages || pages->input_tokens.empty()) return std::nullopt;
  const bool simple = std::all_of(pages->output_tokens.begin(), pages->output_tokens.end(), is_path);
  const auto stated = [&](const std::string& member) { return input.contains(member); };
  const bool manual =
      stated(pages->limit_key) || std::any_of(pages->input_tokens.begin(), pages->input_tokens.end(), stated);
  return simple && !manual ? pages : std::nullopt;
}

}  // namespace

boost::asio::awaitable<void> read_pages(const client& caller, const model::operation& operation, json::object input,
                                        const global_options& options, page_handler on_page) {
  const auto pages = followed(operation, input, options);
  if (pages && options.page_size && !pages->limit_key.empty())
    input[pages->limit_key] = static_cast<std::int64_t>(*options.page_size);
  const auto rows = row_list(operation);
  std::size_t count = 0;
  json::object before;
  while (true) {
    response page = co_await caller.call(operation.name, input);
    auto tokens = pages ? next_tokens(*pages, page.output()) : json::object{};
    if (!rows.empty()) count += page[rows].size();
    on_page(std::move(page));
    if (tokens.empty() || (options.max_items && count >= *options.max_items)) co_return;
    if (tokens == before) {
      throw error{error_kind::protocol, "RepeatedToken",
                  "the answer names the page that was just read as the next one"};
    }
    for (const auto& token : tokens) input[token.key()] = token.value();
    before = std::move(tokens);
  }
}

}  // namespace aloft::cli
