#pragma once
// Documents are immutable for those who read them; who has just made one may leave something out before it is handed
// on.

#include "aloft/value.hpp"

#include <cstddef>

namespace aloft {

/// Leaves of a list, a map, a text or a blob only the `count` elements, entries or bytes from `first` on, fewer where
/// there are fewer; every other kind of value stays as it is. Only for a document that nobody else reads yet: values
/// and iterators of what is narrowed become invalid.
void narrow(value what, std::size_t first, std::size_t count) noexcept;

}  // namespace aloft
