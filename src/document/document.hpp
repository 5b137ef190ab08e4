#pragma once
// A document owns what aloft::value views: an arena and the root. Move-only, immutable once built.

#include "aloft/value.hpp"

#include <cstddef>
#include <memory>

namespace aloft {

namespace detail {
class arena;
}

class document {
 public:
  document() noexcept;
  document(std::unique_ptr<detail::arena> arena, const detail::node* root) noexcept;
  document(document&&) noexcept;
  document& operator=(document&&) noexcept;
  ~document();

  /// The root; null for an empty document.
  value root() const noexcept { return value{root_}; }
  /// Bytes held by the arena.
  std::size_t memory() const noexcept;
  /// Keeps `owner` alive as long as the document: the service whose shapes the records point to.
  void keep(std::shared_ptr<const void> owner);

 private:
  std::unique_ptr<detail::arena> arena_;
  const detail::node* root_ = nullptr;
  std::shared_ptr<const void> owner_;
};

}  // namespace aloft
