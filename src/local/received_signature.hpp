#pragma once
// What a request says about its signature, in the Authorization header or in the query of a presigned URL.

#include "core/http_message.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace aloft::local {

struct received_signature {
  bool by_query = false;
  std::string key_id;
  std::string date;             ///< of the scope: "20150830"
  std::string region, service;  ///< of the scope
  std::string signed_headers;   ///< "host;x-amz-date"
  std::string signature;
  std::string time_text;  ///< "20150830T123600Z"
  std::chrono::system_clock::time_point time;
  std::chrono::seconds lifetime{0};  ///< of a presigned URL
  std::string session_token;

  /// "20150830/us-east-1/ec2/aws4_request"
  std::string scope() const { return date + '/' + region + '/' + service + "/aws4_request"; }

  /// Nothing when the request is not signed. Throws api_error IncompleteSignature for a signature that lacks a part.
  static std::optional<received_signature> read(const http_request& request);
};

}  // namespace aloft::local
