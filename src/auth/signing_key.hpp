#pragma once
// Derived keys of SigV4 and the cache that keeps them.

#include "crypto/hmac.hpp"

#include "aloft/sigv4.hpp"

#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace aloft::auth {

/// The key of one day, region and service: HMAC("aws4_request") under HMAC(service) under HMAC(region) under
/// HMAC(date). `date` is YYYYMMDD.
crypto::hmac_key derive_signing_key(std::string_view secret, std::string_view date, std::string_view region,
                                    std::string_view service);

class ecdsa_key;

}  // namespace aloft::auth

namespace aloft {

/// What the public class hides. Sets of four slots found by hash; a full set drops its oldest.
struct signing_key_cache::store {
 public:
  store();
  ~store();

  std::shared_ptr<const crypto::hmac_key> sigv4(const credentials& identity, std::string_view date,
                                                std::string_view region, std::string_view service);
  /// Fails when no key can be derived, which libcrypto alone could cause.
  result<std::shared_ptr<const auth::ecdsa_key>> sigv4a(const credentials& identity);

 private:
  struct slot {
    std::size_t hash = 0;
    std::string key_id, secret, date, region, service;
    std::shared_ptr<const crypto::hmac_key> key;

    bool holds(std::size_t other_hash, const credentials& identity, std::string_view on, std::string_view in,
               std::string_view of) const noexcept;
  };
  struct ecdsa_slot {
    std::string key_id, secret;
    std::shared_ptr<const auth::ecdsa_key> key;
  };

  static constexpr std::size_t ways = 4;
  static constexpr std::size_t sets = 64;
  static constexpr std::size_t ecdsa_limit = 16;

  std::mutex mutex_;
  std::vector<slot> slots_;  // ways × sets, made with the first key; the newest of a set comes first
  std::vector<ecdsa_slot> ecdsa_slots_;
};

}  // namespace aloft
