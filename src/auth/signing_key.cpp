#include "auth/signing_key.hpp"

#include "auth/sigv4a.hpp"

#include <openssl/crypto.h>

#include <algorithm>
#include <functional>
#include <utility>

namespace aloft {
namespace auth {

crypto::hmac_key derive_signing_key(std::string_view secret, std::string_view date, std::string_view region,
                                    std::string_view service) {
  std::string start = "AWS4";
  start.append(secret);
  crypto::sha256_value key = crypto::hmac_sha256(start, date);
  OPENSSL_cleanse(start.data(), start.size());
  for (const std::string_view part : {region, service, std::string_view{"aws4_request"}})
    key = crypto::hmac_sha256(key.view(), part);
  crypto::hmac_key prepared{key.view()};
  OPENSSL_cleanse(key.bytes.data(), key.bytes.size());
  return prepared;
}

}  // namespace auth

namespace {

std::size_t hash_of(std::string_view key_id, std::string_view date, std::string_view region, std::string_view service) {
  std::size_t hash = 0;
  for (const std::string_view part : {key_id, date, region, service})
    hash = (hash ^ std::hash<std::string_view>{}(part)) * 0x9e3779b97f4a7c15u;
  return hash ^ hash >> 32;
}

void wipe(std::string& secret) noexcept { OPENSSL_cleanse(secret.data(), secret.size()); }

}  // namespace

signing_key_cache::signing_key_cache() : store_{std::make_unique<store>()} {}
signing_key_cache::~signing_key_cache() = default;
signing_key_cache::signing_key_cache(signing_key_cache&&) noexcept = default;
signing_key_cache& signing_key_cache::operator=(signing_key_cache&&) noexcept = default;

signing_key_cache::store::store() = default;

signing_key_cache::store::~store() {
  for (slot& each : slots_) wipe(each.secret);
  for (ecdsa_slot& each : ecdsa_slots_) wipe(each.secret);
}

bool signing_key_cache::store::slot::holds(std::size_t other_hash, const credentials& identity, std::string_view on,
                                           std::string_view in, std::string_view of) const noexcept {
  return hash == other_hash && key != nullptr && date == on && region == in && service == of &&
         key_id == identity.access_key_id && secret == identity.secret_access_key;
}

std::shared_ptr<const crypto::hmac_key> signing_key_cache::store::sigv4(const credentials& identity,
                                                                        std::string_view date, std::string_view region,
                                                                        std::string_view service) {
  const std::size_t hash = hash_of(identity.access_key_id, date, region, service);
  const std::size_t set = hash % sets * ways;
  {
    const std::lock_guard lock{mutex_};
    if (slots_.empty()) slots_.resize(sets * ways);
    for (std::size_t i = set; i < set + ways; ++i)
      if (slots_[i].holds(hash, identity, date, region, service)) return slots_[i].key;
  }
  // Outside the lock: two threads may derive the same key, which costs less than one waiting for the other.
  slot made{hash,
            identity.access_key_id,
            identity.secret_access_key,
            std::string{date},
            std::string{region},
            std::string{service},
            std::make_shared<const crypto::hmac_key>(
                auth::derive_signing_key(identity.secret_access_key, date, region, service))};
  auto key = made.key;
  {
    const std::lock_guard lock{mutex_};
    const auto first = slots_.begin() + static_cast<std::ptrdiff_t>(set);
    std::rotate(first, first + (ways - 1),
                first + ways);  // the oldest, now in front, is what `made` takes the place of
    std::swap(*first, made);
  }
  wipe(made.secret);
  return key;
}

result<std::shared_ptr<const auth::ecdsa_key>> signing_key_cache::store::sigv4a(const credentials& identity) {
  {
    const std::lock_guard lock{mutex_};
    for (const ecdsa_slot& each : ecdsa_slots_)
      if (each.key_id == identity.access_key_id && each.secret == identity.secret_access_key) return each.key;
  }
  auto derived = auth::ecdsa_key::derive(identity.access_key_id, identity.secret_access_key);
  if (!derived) return derived.error();
  ecdsa_slot made{identity.access_key_id, identity.secret_access_key,
                  std::make_shared<const auth::ecdsa_key>(std::move(*derived))};
  auto key = made.key;
  ecdsa_slot dropped;
  {
    const std::lock_guard lock{mutex_};
    if (ecdsa_slots_.size() == ecdsa_limit) {
      dropped = std::move(ecdsa_slots_.back());
      ecdsa_slots_.pop_back();
    }
    ecdsa_slots_.insert(ecdsa_slots_.begin(), std::move(made));
  }
  wipe(dropped.secret);
  return key;
}

}  // namespace aloft
