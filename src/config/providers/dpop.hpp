#pragma once
// Proof that one holds the private key a token is bound to (DPoP, RFC 9449), signed by ES256.

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace aloft::config {

/// The DPoP header's value for a POST to `url`; nothing when `pem` is no private key on the curve P-256. `id` must be
/// new each time.
std::optional<std::string> dpop_proof(std::string_view pem, std::string_view url, std::string_view id,
                                      std::chrono::system_clock::time_point now);

}  // namespace aloft::config
