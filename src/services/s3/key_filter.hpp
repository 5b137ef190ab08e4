#pragma once
// Patterns over keys, in the order in which they were given. Pure.

#include <aloft/s3_sync.hpp>

#include <string_view>

namespace aloft::s3 {

/// `*` stands for any text, '/' too, `?` for one byte, `[abc]`, `[a-z]`, `[!a]` for one of a set; everything else for
/// itself, as fnmatch of the AWS CLI has it. Linear in time for all but many stars.
bool matches(std::string_view pattern, std::string_view text) noexcept;

}  // namespace aloft::s3
