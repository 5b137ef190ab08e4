#pragma once
// The forms of output other than JSON, from a JSON value.

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace aloft::cli {

/// Tables for people: one per list, single values as a table of names and values. `width` as in render().
std::string print_tables(const boost::json::value& document, std::size_t width);

/// Records of RFC 4180 with a header line; line ends are '\n'.
std::string print_csv(const boost::json::array& rows, std::string_view name);

/// Tab-separated lines as the AWS CLI's `--output text` writes them.
std::string print_text(const boost::json::value& document);

/// YAML 1.2, block style; text that could be read as something else is quoted.
std::string print_yaml(const boost::json::value& document);

}  // namespace aloft::cli
