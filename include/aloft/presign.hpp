#pragma once
// Requests that somebody else will send: URLs and upload forms that carry their signature (client::presign,
// presign_post). Nothing is sent to make one, but credentials may have to be loaded.

#include <aloft/option_text.hpp>
#include <aloft/post_policy.hpp>

#include <chrono>
#include <string>
#include <utility>
#include <vector>

namespace aloft {

/// A request as it would be sent.
struct prepared_request {
  std::string method, url;                                   ///< url: scheme, host, port, path and query
  std::vector<std::pair<std::string, std::string>> headers;  ///< Host included, signed
  std::string body;                                          ///< without what call_options::body streams
};

struct presign_options {
  std::chrono::seconds expires_in{3600};  ///< 1 s to 7 days
  /// Instead of the operation's own method: "GET", "PUT", … Empty: GET for operations of query protocols (EC2, STS,
  /// RDS, …) and Polly's SynthesizeSpeech, whose parameters then stand in the URL; else the operation's.
  option_text method = {};
};

/// Whoever sends it must use this method, these headers (only those that are signed are listed) and, outside S3, this
/// body.
struct presigned_request : prepared_request {
  /// When it stops being accepted: after expires_in, or sooner, when the keys that signed it end.
  std::chrono::system_clock::time_point expires{};
};

/// A form for S3: POST to `url` as multipart/form-data, `fields` in this order, the file last as field "file".
struct presigned_post {
  std::string url;
  post_form fields;
  std::chrono::system_clock::time_point expires{};  ///< as presigned_request::expires
};

}  // namespace aloft
