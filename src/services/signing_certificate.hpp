#pragma once
// Certificates that notifications are signed with. This file's source alone of the layer names libcrypto.

#include <aloft/error.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct evp_pkey_st;

namespace aloft::sns {

/// The public key of a certificate that is trusted.
class signing_key {
 public:
  signing_key(evp_pkey_st* key, std::chrono::system_clock::time_point until) noexcept;
  ~signing_key();
  signing_key(const signing_key&) = delete;
  signing_key& operator=(const signing_key&) = delete;

  /// Until when the certificate is valid.
  std::chrono::system_clock::time_point valid_until() const noexcept { return until_; }
  /// Whether the signature, bytes, is of the text. `sha1`: version 1. Protocol errors "SignatureMismatch",
  /// "Sha1NotAllowed" where the system's policy forbids SHA-1.
  result<void> check(std::string_view text, std::string_view signature, bool sha1) const;

 private:
  evp_pkey_st* const key_;
  const std::chrono::system_clock::time_point until_;
};

struct trust {
  std::string ca_file;             ///< PEM; empty: the system's
  std::vector<std::string> names;  ///< the certificate must be for one of them
  std::chrono::system_clock::time_point now;
};

/// The key of the PEM text's first certificate, if a chain leads from it to an authority that is trusted; `issuers` are
/// PEM or DER certificates that may lie between. Protocol error "UntrustedCertificate".
result<std::shared_ptr<const signing_key>> trusted_key(std::string_view pem, const std::vector<std::string>& issuers,
                                                       const trust& by);

/// Where the certificate (PEM or DER) says that its issuer's is to be had, over http; empty: it does not say.
std::string issuer_url(std::string_view certificate);

}  // namespace aloft::sns
