#pragma once
// Questions to whoever sits at the standard input.

#include "cli/console.hpp"

#include <string>
#include <string_view>

namespace aloft::cli {

/// A line of the answer, without its end and the spaces around it. Throws a usage error at the end of the input.
std::string ask(console& out, std::string_view question);

}  // namespace aloft::cli
