#pragma once
// What requests state of an object beside its bytes, and what answers say of it.

#include "local/call_parameters.hpp"
#include "local/s3/objects.hpp"

#include <boost/json/object.hpp>

#include <string>
#include <string_view>

namespace aloft::local::s3 {

/// Of PutObject, CreateMultipartUpload or CopyObject. Throws api_error for metadata and tags beyond S3's limits.
object_head read_head(const input& request);
/// "a=1&b=2" of x-amz-tagging.
text_map read_tag_text(std::string_view text);
/// Throws api_error for what S3 takes for no tag.
void check_tags(const text_map& tags, std::size_t most);

/// All that GetObject and HeadObject say of a version but its size and range.
void put_head(boost::json::object& output, const object_version& of, bool versioned);

/// As XML has it: "2026-11-27T03:49:53.000Z".
std::string xml_time(timestamp time);
std::string in_quotes(std::string_view etag);

}  // namespace aloft::local::s3
