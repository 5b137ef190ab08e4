#pragma once
// What a call gives: the output document and what is known about how it came.

#include <aloft/error.hpp>
#include <aloft/http_message.hpp>
#include <aloft/response_body.hpp>
#include <aloft/value.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace aloft {

/// How an answer came about.
struct response_metadata {
  int http_status = 0;
  std::string request_id;
  std::string extended_request_id;  ///< S3's x-amz-id-2; empty elsewhere
  header_list headers;              ///< as received
  std::string endpoint;             ///< scheme, host and port that answered
  std::string region;
  std::vector<attempt_outcome> attempts;  ///< attempts that failed before this answer
  std::chrono::microseconds duration{0};  ///< of the whole call
};

/// An answer. Move-only; views taken from it (aloft::value) live as long as it does.
class response {
 public:
  response() noexcept;
  response(response&&) noexcept;
  response& operator=(response&&) noexcept;
  ~response();

  /// The output structure; null when the operation has none.
  value output() const& noexcept;
  value output() && = delete;
  /// Member of the output. Deleted for temporaries: a value must not outlive its response.
  value operator[](std::string_view member) const& noexcept { return output()[member]; }
  value operator[](std::string_view member) && = delete;

  /// The body of an operation whose output streams; a body that is at its end for all others. May be moved out.
  response_body& body() & noexcept;
  response_body&& body() && noexcept;

  const response_metadata& metadata() const noexcept;

  struct state;
  explicit response(std::unique_ptr<state> state) noexcept;

 private:
  std::unique_ptr<state> state_;
};

}  // namespace aloft
