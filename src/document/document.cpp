#include "document/document.hpp"

#include "document/arena.hpp"

#include <utility>

namespace aloft {

document::document() noexcept = default;
document::document(std::unique_ptr<detail::arena> arena, const detail::node* root) noexcept
    : arena_{std::move(arena)}, root_{root} {}

document::document(document&& other) noexcept
    : arena_{std::move(other.arena_)}, root_{std::exchange(other.root_, nullptr)}, owner_{std::move(other.owner_)} {}

document& document::operator=(document&& other) noexcept {
  arena_ = std::move(other.arena_);
  root_ = std::exchange(other.root_, nullptr);
  owner_ = std::move(other.owner_);
  return *this;
}

document::~document() = default;

std::size_t document::memory() const noexcept { return arena_ ? arena_->memory() : 0; }

void document::keep(std::shared_ptr<const void> owner) { owner_ = std::move(owner); }

}  // namespace aloft
