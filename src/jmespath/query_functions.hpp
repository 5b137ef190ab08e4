#pragma once
// The built-in functions of JMESPath. Throw jmespath::fault.

#include "jmespath/query_node.hpp"

#include <functional>
#include <string_view>

namespace aloft::jmespath {

/// Refuses unknown functions and wrong numbers of arguments, when an expression is compiled.
void check_call(std::string_view name, std::size_t arguments);

/// Applies an &expression to one value.
using applier = std::function<node(const ast& expression, const node& to)>;

node call_function(std::string_view name, const node_list& arguments, heap& heap, const applier& apply);

}  // namespace aloft::jmespath
