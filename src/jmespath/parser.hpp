#pragma once
// Tokens → tree, by top-down operator precedence. Throws jmespath::fault.

#include "jmespath/ast.hpp"

#include <string_view>

namespace aloft::jmespath {

std::unique_ptr<ast> parse(std::string_view text);

}  // namespace aloft::jmespath
