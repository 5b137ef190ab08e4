#pragma once
// What the configuration says about the bodies of requests and answers: checksums and compression.

#include <aloft/config/settings.hpp>
#include "runtime/call_context.hpp"

namespace aloft::client_detail {

/// Precedence and spellings are botocore's; where nothing is said, endpoints that are not AWS's get and give checksums
/// only where an operation demands them, since many do not know them. Config error "InvalidSetting".
result<void> apply_body_settings(const config::settings& settings, bool custom_endpoint, runtime::call_messages& to);

}  // namespace aloft::client_detail
