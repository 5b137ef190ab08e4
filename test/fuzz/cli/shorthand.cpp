// Shorthand of any bytes: a tree or an error with a place inside the text.

#include "cli/grammar/shorthand.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

namespace {

void check(const aloft::cli::shorthand_node& node, std::size_t size, std::size_t depth) {
  if (node.offset > size || depth > 70) std::abort();
  for (const auto& inner : node.nodes) check(inner, size, depth + 1);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  if (const auto tree = aloft::cli::parse_shorthand(text)) {
    check(*tree, size, 0);
  } else if (tree.error().message().empty()) {
    std::abort();
  }
  return 0;
}
