#pragma once
// The asymmetric half of SigV4a: a P-256 key derived from the secret, and signatures with it.

#include "aloft/error.hpp"

#include <string>
#include <string_view>

struct evp_pkey_st;

namespace aloft::auth {

/// A private key. Immutable; several threads may sign with one.
class ecdsa_key {
 public:
  /// The key pair of an access key pair: NIST SP 800-108's KDF in counter mode over HMAC-SHA256, repeated until the
  /// result is a valid scalar, as AWS derives it.
  static result<ecdsa_key> derive(std::string_view access_key_id, std::string_view secret_access_key);

  ecdsa_key(ecdsa_key&& other) noexcept;
  ecdsa_key& operator=(ecdsa_key&& other) noexcept;
  ~ecdsa_key();

  /// DER-encoded ECDSA signature of the text's SHA-256, as lower-case hexadecimal digits.
  result<std::string> sign(std::string_view text) const;

  /// True when `hex_signature` is one of this key's over `text`.
  bool verify(std::string_view text, std::string_view hex_signature) const;

  /// Coordinates of the public key, 64 hexadecimal digits each: x, then y.
  std::string public_key() const;

 private:
  explicit ecdsa_key(evp_pkey_st* key) noexcept : key_{key} {}
  evp_pkey_st* key_;
};

}  // namespace aloft::auth
