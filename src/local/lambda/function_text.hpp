#pragma once
// How functions are written as the handlers of functions that are created.

#include "aloft/error.hpp"
#include "aloft/local.hpp"

#include <string_view>

namespace aloft::local::lambda {

/// parse_function() without the name, for handlers; "echo" is nothing but the echo. Commands are refused: whoever may
/// create functions may not run programs.
result<function_options> parse_handler(std::string_view name, std::string_view handler);

}  // namespace aloft::local::lambda
