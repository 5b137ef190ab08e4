#pragma once
// s3://bucket/key, as the AWS CLI takes it.

#include "aloft/error.hpp"

#include <string>
#include <string_view>

namespace aloft::cli {

struct s3_uri {
  std::string bucket;  ///< a name, or the ARN of an access point
  std::string key;     ///< byte by byte as it was written; empty: none
};

/// "s3://" may be left out. ARNs of access points (S3, Outposts, Object Lambda) end before the key. Usage error
/// "BadS3Uri" when there is no bucket.
result<s3_uri> parse_s3_uri(std::string_view text);

}  // namespace aloft::cli
