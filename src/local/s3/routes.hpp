#pragma once
// What a request to S3 asks: which bucket and key its host and path name, and which operation its method, query and
// headers mean.

#include <aloft/http_message.hpp>
#include "auth/verify.hpp"
#include "model/service.hpp"

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace aloft::local::s3 {

/// Whether a request is S3's: by the scope of its signature; unsigned, by looking like no other service's.
bool is_asked(const http_request& request);

/// As local::read_claim(), refusing as S3 does.
auth::signature_claim read_s3_claim(const http_request& request);

struct place {
  std::string bucket, key;  ///< decoded; "": none
};

/// BUCKET.localhost, BUCKET.s3.…, BUCKET.s3-… hold the bucket's name in front; else it is the path's first segment.
/// Throws api_error for what is no UTF-8 and keys that are too long.
place place_of(const http_request& request);

struct asked {
  const model::operation* operation = nullptr;
  std::vector<std::pair<std::string, std::string>> labels;
};

class routes {
 public:
  /// The service outlives it.
  explicit routes(const model::service& s3);

  /// Throws api_error 405 where a method means nothing.
  asked find(const http_request& request) const;

 private:
  const model::operation* operation(std::string_view name) const;

  const model::service& service_;
  /// "GET K tagging" → the operation; K: of a key, B: of a bucket, S: of neither.
  std::map<std::string, std::string, std::less<>> by_subresource_;
};

/// The name of the operation, for which the model need not be asked.
std::string_view plain_operation(std::string_view method, const place& at, bool has_upload, bool has_source,
                                 bool second_listing) noexcept;

}  // namespace aloft::local::s3
