#include "cli/command/call/paginator.hpp"

#include <algorithm>

namespace aloft::cli {
namespace {

std::vector<std::string> copies(const std::vector<std::string_view>& texts) { return {texts.begin(), texts.end()}; }

}  // namespace

bool paginator::is_output_token(std::string_view member) const noexcept {
  return member == more_results || std::find(output_tokens.begin(), output_tokens.end(), member) != output_tokens.end();
}

std::optional<paginator> find_paginator(const model::operation& operation) {
  if (!operation.pages || operation.pages->heuristic) return std::nullopt;
  const auto& facts = *operation.pages;
  return paginator{.input_tokens = copies(facts.input_tokens),
                   .output_tokens = copies(facts.output_tokens),
                   .result_keys = copies(facts.result_keys),
                   .limit_key = std::string{facts.limit_key},
                   .more_results = std::string{facts.more_results}};
}

}  // namespace aloft::cli
