#pragma once
// HMAC-SHA256 (RFC 2104) with keys that are prepared once and used often.

#include "crypto/digest.hpp"

namespace aloft::crypto {

/// A key as the two digests that have taken in its padded forms already ("midstates"): a message then costs its own
/// blocks and no more. Prepared keys are immutable; several threads may use one.
class hmac_key {
 public:
  explicit hmac_key(std::string_view secret);

  /// HMAC of `message`. `scratch` is any SHA-256 digest; what it held is lost.
  sha256_value sign(std::string_view message, digest& scratch) const;
  sha256_value sign(std::string_view message) const;

 private:
  digest inner_{digest_algorithm::sha256};
  digest outer_{digest_algorithm::sha256};
};

/// HMAC with a key that is used once.
sha256_value hmac_sha256(std::string_view secret, std::string_view message);

}  // namespace aloft::crypto
