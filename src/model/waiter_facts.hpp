#pragma once
// How to wait until something has come about: an operation asked again and again, and what its answers mean.

#include <chrono>
#include <cstdint>
#include <string_view>
#include <variant>
#include <vector>

namespace aloft::model {

struct operation;

/// What an acceptor looks at.
enum class matcher_type : std::uint8_t {
  path,      ///< what its expression finds in the output
  path_all,  ///< each element of a list that its expression finds; the list must not be empty
  path_any,  ///< some element of such a list
  status,    ///< the answer's HTTP status
  error,     ///< the error's code
};

/// What an acceptor decides where it matches.
enum class waiter_state : std::uint8_t { success, failure, retry };

struct acceptor {
  matcher_type matcher = matcher_type::path;
  waiter_state state = waiter_state::retry;
  std::string_view argument;  ///< JMESPath, of the path matchers
  /// Texts, truths and statuses. Of error matchers: a code, true for any error, false for none.
  std::variant<std::string_view, bool, std::int64_t> expected;
};

struct waiter {
  std::string_view name;  ///< "InstanceRunning"
  const operation* asks = nullptr;
  std::chrono::seconds delay{0};  ///< between attempts
  int max_attempts = 0;
  std::vector<acceptor> acceptors;  ///< the first that matches decides
};

}  // namespace aloft::model
