#pragma once
// JSON text of a boost::json::value in the same form as aloft::to_json_text prints documents.

#include <boost/json/value.hpp>

#include <string>

namespace aloft::cli {

/// `indent` spaces a level; 0: one line.
std::string print_json(const boost::json::value& value, int indent);

}  // namespace aloft::cli
