#pragma once
// application/x-www-form-urlencoded text → shape_sink: the server's half of awsQuery and ec2Query.

#include "aloft/shape_sink.hpp"
#include "model/shape.hpp"
#include "serde/query_writer.hpp"
#include "serde/reader.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace aloft::serde {

/// Name and value of each field, decoded ('+' is a space), in order. Usage error "MalformedQueryString" for bad
/// escapes.
result<std::vector<std::pair<std::string, std::string>>> parse_form(std::string_view form);

/// Pushes the fields as `shape`. "Action", "Version" and the query's signature parameters are passed over; any other
/// field that the shape does not know is a usage error "UnknownParameter", a value that does not fit
/// "InvalidParameterValue". List elements come in the order of their numbers, whichever numbers those are.
result<void> read_query(query_dialect dialect, const std::vector<std::pair<std::string, std::string>>& fields,
                        const model::shape& shape, shape_sink& sink, const read_limits& limits = {});

}  // namespace aloft::serde
