#pragma once
// What several operations read of their requests in the same way.

#include "local/operation.hpp"
#include "local/s3/objects.hpp"
#include "local/s3/upload_intake.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace aloft::local::s3 {

/// The body of a PutObject or UploadPart.
received_body take_body(const call_context& context);

/// Refuses an ACL where the bucket's owner has switched them off, as new buckets have it.
void check_acl(const bucket& in, const input& request);

/// The version that a read means. Throws api_error: NoSuchKey, NoSuchVersion, MethodNotAllowed for a delete marker.
version_ptr require_version(const bucket& in, std::string_view key, std::string_view version);

/// 1 to 10,000, else api_error InvalidArgument.
int part_number(const input& request);
/// What is stated of a page's size, at most `most`. Throws api_error InvalidArgument below 0.
std::size_t page_size(const input& request, std::string_view member, std::size_t most = 1000);
/// A number that models state as a text.
std::int64_t whole_number(const input& request, std::string_view member);

struct byte_range {
  std::uint64_t from = 0, size = 0;
};
/// Of "bytes=a-b", "bytes=a-" or "bytes=-n"; nothing for any other form, which means all. Throws api_error InvalidRange
/// where no byte is in it.
std::optional<byte_range> read_range(std::string_view text, std::uint64_t size);

/// The error of a fault that comes as the document of a 200.
outcome error_in_success();

}  // namespace aloft::local::s3
