#pragma once
// Proof that one holds the private key that a token is bound to (DPoP, RFC 9449), signed by ES256. AWS Sign-In wants it
// with every request for tokens.
//
// Thread: safe. Blocks: no.

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace aloft {

/// A new private key on the curve P-256, as PEM ("EC PRIVATE KEY"); "" where OpenSSL gives none.
std::string make_dpop_key();

/// The DPoP header's value for a POST to `url`; nothing when `pem` is no private key on the curve P-256. `id` must be
/// new each time.
std::optional<std::string> dpop_proof(std::string_view pem, std::string_view url, std::string_view id,
                                      std::chrono::system_clock::time_point now);

}  // namespace aloft
