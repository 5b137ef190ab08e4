#pragma once
// The key pair, time and request that AWS's documentation signs in its examples.

#include "aloft/sigv4.hpp"

#include <chrono>

namespace aloft::test {

inline credentials example_keys() {
  credentials identity;
  identity.access_key_id = "AKIDEXAMPLE";
  identity.secret_access_key = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
  return identity;
}

/// The other pair, of the S3 API Reference.
inline credentials s3_example_keys() {
  credentials identity;
  identity.access_key_id = "AKIAIOSFODNN7EXAMPLE";
  identity.secret_access_key = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
  return identity;
}

inline std::chrono::system_clock::time_point at(std::int64_t seconds) {
  return std::chrono::system_clock::time_point{std::chrono::seconds{seconds}};
}

/// 2015-08-30T12:36:00Z
inline const auto example_time = at(1440938160);
/// 2013-05-24T00:00:00Z
inline const auto s3_example_time = at(1369353600);

inline signing_options example_options() {
  signing_options options;
  options.region = "us-east-1";
  options.service = "service";
  options.time = example_time;
  return options;
}

inline signing_options s3_example_options() {
  signing_options options;
  options.region = "us-east-1";
  options.service = "s3";
  options.time = s3_example_time;
  options.double_encode_path = false;
  options.normalize_path = false;
  options.content_sha256_header = true;
  return options;
}

inline http_request example_request() {
  http_request request;
  request.host = "example.amazonaws.com";
  return request;
}

inline http_request s3_example_request(std::string_view method, std::string_view path) {
  http_request request;
  request.method = method;
  request.host = "examplebucket.s3.amazonaws.com";
  request.path = path;
  return request;
}

}  // namespace aloft::test
