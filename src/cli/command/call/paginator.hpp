#pragma once
// What the model says about reading an operation page by page.

#include "model/service.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aloft::cli {

/// Token i of the answer goes into token i of the next request. Names may be JMESPath expressions.
struct paginator {
  std::vector<std::string> input_tokens, output_tokens;
  std::vector<std::string> result_keys;
  std::string limit_key;     ///< input member that limits a page; empty: none
  std::string more_results;  ///< boolean of the output that says whether to go on; empty: none

  bool is_output_token(std::string_view member) const noexcept;
};

/// Nothing when the operation is not paginated.
std::optional<paginator> find_paginator(const model::operation& operation);

}  // namespace aloft::cli
