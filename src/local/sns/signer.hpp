#pragma once
// The key that an embedded AWS signs its notifications with, and the certificates for it: one for sns.amazonaws.com, by
// an authority of its own that nobody trusts unless told to.

#include "crypto/openssl_handle.hpp"

#include <openssl/evp.h>

#include <string>
#include <string_view>

namespace aloft::local::sns {

/// Made with a fresh RSA key of 2048 bits, which takes a tenth of a second. Thread-safe.
class signer {
 public:
  /// Throws std::runtime_error when libcrypto refuses.
  signer();

  /// Base64 of the signature: RSA with PKCS #1 padding over SHA-1 (version "1") or SHA-256 ("2").
  std::string sign(std::string_view text, std::string_view version) const;

  const std::string& certificate() const noexcept { return certificate_; }  ///< PEM
  const std::string& authority() const noexcept { return authority_; }      ///< PEM of the root
  /// "/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem"
  const std::string& path() const noexcept { return path_; }

 private:
  crypto::openssl_handle<EVP_PKEY, EVP_PKEY_free> key_;
  std::string certificate_, authority_, path_;
};

}  // namespace aloft::local::sns
