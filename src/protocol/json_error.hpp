#pragma once
// Errors in JSON bodies: awsJson and restJson.

#include "protocol/protocol_base.hpp"

namespace aloft::protocol {

/// Code from the x-amzn-errortype header, `code`, `Code` or `__type`, in that order; else the status. Modelled members
/// come from the body, and where `bindings` says so, from headers. Query-compatible services state the code that users
/// know in x-amzn-query-error.
error read_json_error(const answer_head& head, std::string_view body, const body_format& format, bool bindings);

}  // namespace aloft::protocol
