#pragma once
// The calls that providers of credentials make: AWS's own pipeline, with an identity (or none) of their own.

#include "client/call_parts.hpp"
#include "config/providers/service_calls.hpp"

#include <memory>

namespace aloft::client_detail {

std::shared_ptr<config::service_calls> make_identity_calls(call_parts parts);

}  // namespace aloft::client_detail
