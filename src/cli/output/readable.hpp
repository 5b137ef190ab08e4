#pragma once
// Values as people read them in tables.

#include <boost/json/value.hpp>

#include <string>
#include <string_view>

namespace aloft::cli {

/// A scalar under its member's name: yes and no, times without their "T" and fractions, bytes with a unit; null is "".
std::string readable_text(std::string_view name, const boost::json::value& value);

}  // namespace aloft::cli
