#include "document/narrow.hpp"

#include "document/document_node.hpp"

#include <algorithm>

namespace aloft {

void narrow(value what, std::size_t first, std::size_t count) noexcept {
  // Nodes lie in arenas, which are memory that anybody may write to; const is what readers promise.
  auto* node = const_cast<detail::node*>(what.node());
  if (!node) return;
  first = std::min<std::size_t>(first, node->size);
  switch (node->kind) {
    case value_kind::list: node->items += first; break;
    case value_kind::map: node->items += 2 * first; break;
    case value_kind::text:
    case value_kind::blob: node->bytes += first; break;
    default: return;
  }
  node->size = static_cast<std::uint32_t>(std::min<std::size_t>(node->size - first, count));
}

}  // namespace aloft
