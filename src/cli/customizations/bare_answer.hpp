#pragma once
// Operations whose answer is what somebody else said: Lambda's functions. It is printed as it is.

#include <aloft/model.hpp>

#include <string_view>

namespace aloft::cli {

struct bare_answer {
  std::string_view service, operation;
  std::string_view failure;  ///< the member that is there when what was said is a failure
};

/// Null: the operation's answer is printed as all others are.
const bare_answer* find_bare_answer(const operation_model& operation) noexcept;

}  // namespace aloft::cli
