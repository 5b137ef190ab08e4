#pragma once
// The forms of output other than JSON, from a JSON value.

#include "cli/output/table.hpp"

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace aloft::cli {

/// Tables for people: one per list as sections_of() finds them, single values as a table of names and values.
std::string print_tables(const boost::json::value& document, const table_style& style);

/// Records of RFC 4180 with a header line; line ends are '\n'.
std::string print_csv(const boost::json::array& rows, std::string_view name);

/// One record: fields with commas, quotes or line ends are quoted.
void append_csv_record(std::string& to, const std::vector<std::string>& fields);

/// Tab-separated lines as the AWS CLI's `--output text` writes them.
std::string print_text(const boost::json::value& document);

enum class member_order { as_given, sorted };

/// YAML 1.2, block style, quoted and folded as by the AWS CLI 2, which sorts the members of answers.
std::string print_yaml(const boost::json::value& document, member_order order = member_order::as_given);

}  // namespace aloft::cli
