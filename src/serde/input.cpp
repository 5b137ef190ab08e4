#include "aloft/input.hpp"

namespace aloft {

const param* input::tree() const noexcept {
  const auto* held = std::get_if<std::shared_ptr<const param>>(&content_);
  return held == nullptr ? nullptr : held->get();
}

const input_source* input::source() const noexcept {
  const auto* held = std::get_if<std::shared_ptr<const input_source>>(&content_);
  return held == nullptr ? nullptr : held->get();
}

}  // namespace aloft
