#pragma once
// Walks the tree of an expression over a value. Throws jmespath::fault.

#include "jmespath/ast.hpp"
#include "jmespath/query_node.hpp"

namespace aloft::jmespath {

node evaluate(const ast& expression, const node& in, heap& heap);

}  // namespace aloft::jmespath
