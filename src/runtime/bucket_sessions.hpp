#pragma once
// Keys of S3's directory buckets: each bucket has a session of its own, which CreateSession opens for some minutes.

#include "runtime/identity_cache.hpp"

#include <memory>
#include <string_view>

namespace aloft::runtime {

/// Thread-safe.
class bucket_sessions {
 public:
  virtual ~bucket_sessions() = default;
  /// The keeper of the bucket's keys, made when it is first asked for.
  virtual std::shared_ptr<identity_cache> of(std::string_view bucket) = 0;
};

}  // namespace aloft::runtime
