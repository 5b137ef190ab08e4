#pragma once
// Members whose absence says something, and is shown as null.

#include <aloft/model.hpp>

#include <string_view>

namespace aloft::cli {

/// The member that is printed even where the answer has none: S3's buckets in us-east-1 have no LocationConstraint.
/// "" where the table has nothing.
std::string_view shown_though_absent(const operation_model& operation) noexcept;

}  // namespace aloft::cli
