#pragma once
// A function of the embedded Lambda: what it is, and how many of it run.

#include "aloft/local.hpp"
#include "aloft/timestamp.hpp"

#include <boost/json/object.hpp>

#include <atomic>
#include <memory>
#include <string>
#include <string_view>

namespace aloft::local::lambda {

/// Shared with the invocations that run, which may outlive its deletion.
struct function {
  local::function_options behaviour;
  std::string arn;
  std::string handler;  ///< as it was created with
  timestamp modified;
  std::atomic<std::size_t> running{0};
};

/// FunctionConfiguration.
boost::json::object describe(const function& of);

/// A function's name as operations take it: a name, "name:qualifier", "account:function:name", an ARN.
struct function_name {
  std::string name, qualifier;
};
/// Throws api_error: ValidationException for what is none.
function_name parse_name(std::string_view text);

}  // namespace aloft::local::lambda
