#pragma once
// Names that people type for values that a service wants as numbers.

#include <aloft/model.hpp>

#include <string_view>

namespace aloft::cli {

/// What the service wants for `typed` in the parameter; `typed` itself where the table has nothing.
std::string_view named_value(const operation_model& operation, std::string_view parameter,
                             std::string_view typed) noexcept;

}  // namespace aloft::cli
