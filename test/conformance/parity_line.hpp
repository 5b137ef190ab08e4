#pragma once
// One line of a parity file, in whatever of its spellings it came: headers as a map or as pairs, bodies absent or null,
// numbers where texts could be, NaN as Python writes it.

#include <aloft/http_message.hpp>

#include <boost/json/object.hpp>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace aloft::conformance {

using text_pairs = std::vector<std::pair<std::string, std::string>>;

/// What botocore sends.
struct stated_request {
  std::string method;
  std::optional<std::string> host_prefix;
  std::string path;                            ///< without the query that may stand in it
  text_pairs query;                            ///< decoded, in any order
  std::map<std::string, std::string> headers;  ///< names in lower case
  std::string body;                            ///< the bytes
};

/// What a server answers.
struct stated_response {
  int status = 200;
  header_list headers;
  std::string body;  ///< the bytes
};

/// The line as JSON; NaN, Infinity and -Infinity outside texts become texts. Throws what boost::json throws.
boost::json::value parse_line(std::string_view text);

stated_request request_of(const boost::json::object& line);
stated_response response_of(const boost::json::object& line);

std::string lower_case(std::string_view text);
/// Decoded pairs of a query string.
text_pairs query_pairs(std::string_view query);

}  // namespace aloft::conformance
