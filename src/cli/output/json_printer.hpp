#pragma once
// JSON text of a boost::json::value in the same form as aloft::to_json_text prints documents.

#include <aloft/json_text.hpp>

#include <boost/json/value.hpp>

#include <string>

namespace aloft::cli {

/// `indent` spaces a level; 0: one line.
std::string print_json(const boost::json::value& value, int indent);

/// Times as the AWS CLI 2 prints them: 2026-11-26T16:21:39.930000+00:00.
boost::json::value iso8601_time(timestamp when);

}  // namespace aloft::cli
