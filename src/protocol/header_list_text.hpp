#pragma once
// Lists in one header field (RFC 9110 §5.6.1), as Smithy's httpHeader trait has them.

#include <string>
#include <string_view>
#include <vector>

namespace aloft::protocol {

/// The element as it stands in a list: in double quotes when it holds a comma or a quote.
std::string quote_element(std::string_view text);

/// Elements of a list, white space around them cut off; quoted ones as they were before quoting.
std::vector<std::string> split_elements(std::string_view field);

/// Elements of a list of HTTP dates, each of which holds a comma itself.
std::vector<std::string> split_dates(std::string_view field);

}  // namespace aloft::protocol
