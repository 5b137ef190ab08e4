#pragma once
// If-Match and its kin (RFC 9110 §13), for reads, writes and the sources of copies.

#include "local/call_parameters.hpp"
#include "local/s3/objects.hpp"

#include <string_view>

namespace aloft::local::s3 {

/// Throws api_error 412, or 304 with what a cache wants to know.
void check_read_conditions(const input& request, const object_version& of);

/// Of x-amz-copy-source-if-…; always 412.
void check_source_conditions(const input& request, const object_version& of);

/// IfMatch and IfNoneMatch of a write; `there` is the current version or null. Throws api_error 412, 404 or 501.
void check_write_conditions(const input& request, std::string_view key, const object_version* there);

}  // namespace aloft::local::s3
