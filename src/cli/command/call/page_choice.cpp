#include "cli/command/call/page_choice.hpp"

#include <algorithm>
#include <string>

namespace aloft::cli {

std::optional<pages_options> choose_pages(const operation_model& operation, const boost::json::object& input,
                                          const global_options& options) {
  const std::string asked = !options.starting_token.empty() ? "--starting-token"
                            : options.max_items             ? "--max-items"
                            : options.page_size             ? "--page-size"
                                                            : "";
  const auto one_answer = [&](const std::string& because) -> std::optional<pages_options> {
    if (asked.empty()) return std::nullopt;
    throw error{error_kind::usage, "BadOption", asked + " cannot be taken: " + because};
  };
  const auto name = operation.kebab_name();
  const auto pages = operation.paginator();
  if (options.no_paginate) return one_answer("--no-paginate asks for the first page as it is");
  if (!pages) return one_answer(name + " answers at once, not in pages");
  if (pages->is_heuristic() && asked.empty()) return std::nullopt;
  const auto stated = [&](std::string_view member) { return input.contains(member); };
  if (std::ranges::any_of(pages->input_tokens(), stated) || (!pages->limit_key().empty() && stated(pages->limit_key())))
    return one_answer("the parameters say which page of " + name + " is wanted");
  if (options.page_size && pages->limit_key().empty()) return one_answer(name + " has no parameter that limits a page");
  if (options.max_items && pages->result_keys().empty()) return one_answer(name + " has no rows that could be counted");
  pages_options how;
  how.page_size = options.page_size;
  how.max_items = options.max_items;
  if (!options.starting_token.empty()) how.starting_token = options.starting_token;
  return how;
}

}  // namespace aloft::cli
