#pragma once
// Input validation by botocore's rules, before anything is sent: required members, types, minimum lengths and values,
// unknown members (with suggestions), exactly one member of unions, JSON documents.

#include "aloft/error.hpp"
#include "model/shape.hpp"

#include <boost/json/fwd.hpp>

namespace aloft::serde {

/// All findings in one usage error "ParamValidation", each with its path ("Tags[1].Key"), separated by semicolons.
/// Absent idempotency tokens are fine: they are filled in later. Members that are null count as absent. Streaming
/// members may be absent too: their body travels beside the input.
result<void> validate(const model::shape& shape, const boost::json::value& input);

}  // namespace aloft::serde
