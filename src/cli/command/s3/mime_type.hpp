#pragma once
// The media type that a file's name suggests.

#include <string_view>

namespace aloft::cli {

/// By the extension, in any case; empty: unknown.
std::string_view mime_type_of(std::string_view name) noexcept;

}  // namespace aloft::cli
