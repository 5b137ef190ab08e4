#pragma once
// What `aloft lambda batch` prints for a line of its input.

#include <aloft/error.hpp>
#include <aloft/lambda.hpp>

#include <cstdint>
#include <string>

namespace aloft::cli {

/// One line of JSON with its end:
///
///   {"line":17,"ok":true,"version":"3","ms":81,"request_id":"…","payload":{…}}
///   {"line":17,"ok":false,…,"fault":{"handled":false,"type":"…","message":"…","trace":[…]}}
///   {"line":17,"ok":false,"error":{"kind":"connect","code":"…","message":"…","lost":true}}
///
/// A payload that is no JSON stands as "payload_base64"; a log that was asked for as "log".
std::string result_line(std::uint64_t line, const result<lambda::invocation>& came);

}  // namespace aloft::cli
