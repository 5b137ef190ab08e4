#include "crypto/tree_hash.hpp"

#include <string>
#include <utility>

namespace aloft::crypto {

namespace {
constexpr std::size_t leaf_size = std::size_t{1} << 20;
}

void tree_hash::update(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto part = bytes.substr(0, leaf_size - size_);
    leaf_.update(part);
    size_ += part.size();
    bytes.remove_prefix(part.size());
    if (size_ == leaf_size) end_leaf();
  }
}

void tree_hash::end_leaf() {
  leaf_.finish(leaves_.emplace_back().bytes.data());
  size_ = 0;
}

sha256_value tree_hash::finish() {
  if (size_ > 0 || leaves_.empty()) end_leaf();
  std::vector<sha256_value> level = std::exchange(leaves_, {});
  while (level.size() > 1) {
    std::vector<sha256_value> next;
    for (std::size_t i = 0; i + 1 < level.size(); i += 2)
      next.push_back(sha256(std::string{level[i].view()}.append(level[i + 1].view())));
    if (level.size() % 2 == 1) next.push_back(level.back());
    level = std::move(next);
  }
  return level.front();
}

}  // namespace aloft::crypto
