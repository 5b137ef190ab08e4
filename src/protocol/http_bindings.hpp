#pragma once
// Smithy's HTTP bindings, the way in: members that travel in the path, the query, headers and the status instead of the
// body. Used by restJson1 and restXml on both sides. The way out is binding_sink.

#include <aloft/http_message.hpp>
#include "aloft/shape_sink.hpp"
#include "model/service.hpp"
#include "model/shape.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace aloft::protocol {

/// Client: pushes the members that an answer's status and headers hold into an open structure. A header that is not of
/// its member's form is left out; it stays readable as a header.
void push_head(const model::shape& output, int status, const header_list& headers, shape_sink& sink);

using text_pairs = std::vector<std::pair<std::string, std::string>>;

/// Server: pushes what labels (by their names in the template), query and headers hold into an open structure. Error of
/// kind service "SerializationException" for text that is not of its member's form.
result<void> push_request_head(const model::operation& operation, const text_pairs& labels, const text_pairs& query,
                               const header_list& headers, shape_sink& sink);

}  // namespace aloft::protocol
