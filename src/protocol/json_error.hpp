#pragma once
// Errors in JSON bodies: awsJson and restJson.

#include "protocol/protocol_base.hpp"

namespace aloft::protocol {

/// Code from the x-amzn-errortype header, else from `code`, `Code` or `__type`, of which restJson (`bindings`) has the
/// first two first and awsJson the last; else the status. Modelled members come from the body, and where `bindings`
/// says so, from headers. Query-compatible services state the code that users know in x-amzn-query-error.
error read_json_error(const answer_head& head, std::string_view body, const body_format& format, bool bindings);

/// An answer of status 200 that holds nothing of the output but names a type, which is not the output's: the error of
/// that name.
std::optional<error> judge_json(const answer_head& head, std::string_view body, const body_format& format);

}  // namespace aloft::protocol
