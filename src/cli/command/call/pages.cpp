#include "cli/command/call/pages.hpp"

#include "cli/command/call/paginator.hpp"
#include "cli/output/answer.hpp"
#include "jmespath/jmespath.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

namespace aloft::cli {
namespace {

namespace json = boost::json;

bool is_true(const json::value& found) noexcept { return found.is_bool() && found.get_bool(); }
bool is_nothing(const json::value& found) noexcept {
  return found.is_null() || (found.is_string() && found.get_string().empty());
}

/// A paginator with its expressions compiled.
class page_follower {
 public:
  explicit page_follower(paginator pages) : pages_{std::move(pages)} {
    for (const auto& token : pages_.output_tokens) tokens_.push_back(jmespath::expression::compile(token).value());
    if (!pages_.more_results.empty()) more_ = jmespath::expression::compile(pages_.more_results).value();
  }

  const std::string& limit_key() const noexcept { return pages_.limit_key; }

  /// The tokens of the next page as input members; empty at the end.
  json::object next_tokens(value output) const {
    json::object next;
    if (more_ && !is_true(more_->search(output).value())) return next;
    for (std::size_t i = 0; i < tokens_.size() && i < pages_.input_tokens.size(); ++i) {
      auto token = tokens_[i].search(output).value();
      if (!is_nothing(token)) next[pages_.input_tokens[i]] = std::move(token);
    }
    return next;
  }

 private:
  paginator pages_;
  std::vector<jmespath::expression> tokens_;
  std::optional<jmespath::expression> more_;
};

/// The limit as the model wants it: some services take numbers as text.
json::value page_size(const model::operation& operation, std::string_view limit_key, std::size_t size) {
  const auto* member = operation.input->find(limit_key);
  if (member && member->target->type == model::shape_type::string) return json::value(std::to_string(size));
  return static_cast<std::int64_t>(size);
}

/// Elements of the list at a path of members; 0 when there is none.
std::size_t size_at(value from, std::string_view path) {
  if (path.empty()) return 0;
  for (; !path.empty(); path.remove_prefix(std::min(path.find('.'), path.size() - 1) + 1))
    from = from[path.substr(0, path.find('.'))];
  return from.size();
}

/// Nothing when one page is wanted.
std::optional<page_follower> follower(const model::operation& operation, const json::object& input,
                                      const global_options& options) {
  if (options.no_paginate) return std::nullopt;
  auto pages = find_paginator(operation);
  if (!pages || pages->input_tokens.empty()) return std::nullopt;
  const auto stated = [&](const std::string& member) { return input.contains(member); };
  const bool manual =
      stated(pages->limit_key) || std::any_of(pages->input_tokens.begin(), pages->input_tokens.end(), stated);
  if (manual) return std::nullopt;
  return page_follower{*std::move(pages)};
}

}  // namespace

boost::asio::awaitable<void> read_pages(const client& caller, const model::operation& operation, json::object input,
                                        const call_options& with, const global_options& options, page_handler on_page) {
  const auto pages = follower(operation, input, options);
  if (pages && options.page_size && !pages->limit_key().empty()) {
    input[pages->limit_key()] = page_size(operation, pages->limit_key(), *options.page_size);
  }
  const auto rows = row_path(operation);
  std::size_t count = 0;
  json::object before;
  while (true) {
    response page = co_await caller.call(operation.name, input, with);
    auto tokens = pages ? pages->next_tokens(page.output()) : json::object{};
    count += size_at(page.output(), rows);
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
