#pragma once
// S3 answers in a bucket's own region only; asked elsewhere it says which one that is, in several ways. What it says is
// kept, so that each bucket is asked for in vain once.

#include "aloft/error.hpp"
#include "aloft/http_message.hpp"
#include "model/service.hpp"

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace aloft::runtime {

/// Regions of buckets that are not in their client's. Thread-safe.
class bucket_regions {
 public:
  /// Empty: nothing else is known than the client's region.
  std::string find(std::string_view bucket) const;
  void remember(std::string_view bucket, std::string_view region);

 private:
  mutable std::mutex mutex_;
  std::map<std::string, std::string, std::less<>> known_;
};

/// What a failed answer says about the region.
struct region_hint {
  std::string region;  ///< empty: another one, and HeadBucket may tell which
};

/// Nothing: the failure has nothing to do with the region. `stated` is the answer's x-amz-bucket-region. Rules of
/// botocore's S3RegionRedirectorv2: redirects (301, 302, 307), PermanentRedirect, AuthorizationHeaderMalformed with a
/// Region, IllegalLocationConstraintException, and 400 for HEAD requests, whose answers have no body to say why.
std::optional<region_hint> region_hint_of(const model::operation& operation, int status, const error& failure,
                                          std::string_view stated);

}  // namespace aloft::runtime
