#pragma once
// AWS's flexible checksums behind one face: which algorithm is data, not a type, since it comes from models and
// options.

#include "crypto/digest.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace aloft::crypto {

enum class checksum_algorithm : std::uint8_t {
  crc32,      ///< 4 bytes
  crc32c,     ///< 4 bytes
  crc64nvme,  ///< 8 bytes
  sha1,       ///< 20 bytes
  sha256,     ///< 32 bytes
  md5,        ///< 16 bytes; no flexible checksum, but what Content-MD5 carries
};

/// The model's name ("CRC32", "CRC64NVME", "SHA256", …) in any case; nothing when there is no such algorithm.
std::optional<checksum_algorithm> checksum_named(std::string_view name) noexcept;
/// The model's name.
std::string_view name_of(checksum_algorithm algorithm) noexcept;
/// The header or trailer that carries it: "x-amz-checksum-crc32", …; "content-md5" for MD5.
std::string_view header_of(checksum_algorithm algorithm) noexcept;
/// Bytes of the finished checksum.
std::size_t size_of(checksum_algorithm algorithm) noexcept;

/// A checksum fed piece by piece. Not for two threads at once.
class checksum {
 public:
  explicit checksum(checksum_algorithm algorithm);

  checksum_algorithm algorithm() const noexcept { return algorithm_; }
  void update(std::string_view bytes);
  /// The raw bytes (CRCs big-endian); starts over.
  std::string finish();
  /// As headers carry it: base64 of finish().
  std::string finish_text();

 private:
  checksum_algorithm algorithm_;
  std::variant<std::uint32_t, std::uint64_t, digest> state_;
};

/// The header text of the checksum of `bytes`.
std::string checksum_text(checksum_algorithm algorithm, std::string_view bytes);

}  // namespace aloft::crypto
