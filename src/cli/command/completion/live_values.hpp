#pragma once
// Values of parameters that only a call can tell: instances, buckets, tables … of the account.

#include <aloft/model.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace aloft::cli {

struct live_value {
  std::string_view service;     ///< folder name in the models
  std::string_view parameters;  ///< model names, with spaces between
  std::string_view operation;   ///< that lists them, without parameters
  std::string_view query;       ///< JMESPath: texts in its answer
};

/// Null: nothing is known of the parameter.
const live_value* find_live_value(std::string_view service, std::string_view parameter);

/// All rows, for tests.
const std::vector<live_value>& live_values();

/// What the call gives, asked once in five minutes for a profile and region (kept below XDG_CACHE_HOME/aloft, else
/// ~/.cache/aloft). Nothing unless ALOFT_COMPLETION_CALLS is "1", and nothing where the call fails or takes longer than
/// two seconds. `words`: what stands before on the command line.
std::vector<std::string> ask_live_values(const live_value& what, const std::vector<std::string>& words);

}  // namespace aloft::cli
