#include "aloft/input.hpp"

#include <boost/json/monotonic_resource.hpp>

namespace aloft {

boost::json::storage_ptr detail::one_block() {
  constexpr std::size_t first = 512;  // further blocks double
  return boost::json::make_shared_resource<boost::json::monotonic_resource>(first);
}

const param* input::tree() const noexcept {
  const auto* held = std::get_if<std::shared_ptr<const param>>(&content_);
  return held == nullptr ? nullptr : held->get();
}

const input_source* input::source() const noexcept {
  const auto* held = std::get_if<std::shared_ptr<const input_source>>(&content_);
  return held == nullptr ? nullptr : held->get();
}

}  // namespace aloft
