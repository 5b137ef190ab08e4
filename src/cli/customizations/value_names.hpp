#pragma once
// Names that people type for values that a service wants as numbers.

#include "model/service.hpp"

#include <string_view>

namespace aloft::cli {

/// What the service wants for `typed` in the parameter; `typed` itself where the table has nothing.
std::string_view named_value(const model::operation& operation, std::string_view parameter,
                             std::string_view typed) noexcept;

}  // namespace aloft::cli
