#pragma once
// Why a server did not accept a signature. Servers that answer SignatureDoesNotMatch tell the canonical request that
// they computed; the first line in which it differs from ours names the culprit.

#include "auth/canonical.hpp"

#include "aloft/http_message.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace aloft::auth {

/// The canonical request in an error's message ("The Canonical String for this request should have been '…'") or in
/// S3's XML; nothing when there is none.
std::optional<std::string> canonical_request_in(std::string_view answer);

/// One sentence about the first line in which two canonical requests differ; that they are equal, which leaves the
/// secret key as the culprit. Values of session tokens are not shown, long ones are cut.
std::string first_difference(std::string_view ours, std::string_view theirs);

/// The same for a request that was signed under these rules; "" when it is not signed.
std::string explain_difference(const http_request& signed_request, path_rules rules, std::string_view theirs);

/// Both together, for a request that was signed under these rules; "" when the answer tells no canonical request.
std::string explain_mismatch(const http_request& signed_request, path_rules rules, std::string_view answer);

}  // namespace aloft::auth
