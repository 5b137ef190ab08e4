#pragma once
// Digests of libcrypto: incremental, and in one step. This layer alone names libcrypto's digests.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

struct evp_md_ctx_st;

namespace aloft::crypto {

enum class digest_algorithm : std::uint8_t {
  md5,     ///< 16 bytes; for checksums that AWS still asks for, never for security
  sha1,    ///< 20 bytes; the same
  sha256,  ///< 32 bytes
};

constexpr std::size_t digest_size(digest_algorithm algorithm) noexcept {
  return algorithm == digest_algorithm::md5 ? 16 : algorithm == digest_algorithm::sha1 ? 20 : 32;
}

/// A finished digest of at most N bytes.
template <std::size_t N>
struct digest_value {
  std::array<std::uint8_t, N> bytes{};
  std::string_view view() const noexcept { return {reinterpret_cast<const char*>(bytes.data()), N}; }
  bool operator==(const digest_value&) const = default;
};
using sha256_value = digest_value<32>;

/// A digest fed piece by piece. One object serves any number of messages, one after another, and allocates only when
/// made. Not for two threads at once. libcrypto that refuses (no memory, MD5 switched off by FIPS) throws
/// std::runtime_error.
class digest {
 public:
  explicit digest(digest_algorithm algorithm);
  digest(const digest& other);
  digest(digest&& other) noexcept;
  digest& operator=(const digest& other);  ///< takes over the state; nothing is allocated beyond libcrypto's own copy
  digest& operator=(digest&& other) noexcept;
  ~digest();

  digest_algorithm algorithm() const noexcept { return algorithm_; }
  void update(std::string_view bytes);
  /// Writes digest_size(algorithm()) bytes and starts over, ready for the next message.
  void finish(std::uint8_t* to);
  /// Forgets what was fed.
  void reset();

 private:
  evp_md_ctx_st* context_;
  digest_algorithm algorithm_;
  bool finished_ = false;  // started over when more comes, since a midstate may be assigned instead
};

sha256_value sha256(std::string_view bytes);
digest_value<20> sha1(std::string_view bytes);
digest_value<16> md5(std::string_view bytes);

}  // namespace aloft::crypto
