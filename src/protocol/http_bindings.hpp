#pragma once
// Smithy's HTTP bindings: members that travel in the path, the query, headers and the status instead of the body. Used
// by restJson1 and restXml, in both directions and on both sides.

#include "core/http_message.hpp"
#include "model/service.hpp"
#include "serde/shape_sink.hpp"

#include <boost/json/fwd.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace aloft::protocol {

/// Client: fills path, query and headers from the input. `token` stands for absent idempotency tokens. Usage error
/// "ParamValidation" for a label without text, or a header that would break the message apart.
result<void> bind_request(const model::operation& operation, const boost::json::object& input, std::string_view token,
                          http_request& request);

/// Client: pushes the members that an answer's status and headers hold into an open structure. A header that is not of
/// its member's form is left out; it stays readable as a header.
void push_head(const model::shape& output, int status, const header_list& headers, serde::shape_sink& sink);

using text_pairs = std::vector<std::pair<std::string, std::string>>;

/// Server: pushes what labels (by their names in the template), query and headers hold into an open structure. Error of
/// kind service "SerializationException" for text that is not of its member's form.
result<void> push_request_head(const model::operation& operation, const text_pairs& labels, const text_pairs& query,
                               const header_list& headers, serde::shape_sink& sink);

/// Server: status and headers of an answer, of the output or of a modelled error's members.
result<void> bind_response(const model::shape& output, const boost::json::object& members, http_response& response);

}  // namespace aloft::protocol
