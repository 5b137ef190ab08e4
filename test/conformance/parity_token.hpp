#pragma once
// Idempotency tokens that a parameter set leaves out: botocore fills them in before its serializer, with a random UUID
// or whatever its caller has put there; aloft does so while it serializes. To compare, aloft is given the same token.

#include "conformance/parity_line.hpp"
#include "model/service.hpp"

#include <optional>
#include <string>

namespace aloft::conformance {

/// Whether the parameters leave out a member that is an idempotency token.
bool leaves_token_out(const model::operation& operation, const boost::json::value& params);

/// The UUID that the request has and the parameters have not; empty when the request was made without a token.
std::string token_of(const stated_request& request, const boost::json::value& params);

}  // namespace aloft::conformance
