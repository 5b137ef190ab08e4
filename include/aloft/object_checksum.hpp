#pragma once
// The checksums of S3 objects that add up: of an object out of those of its parts, in whatever order these come about.
// Pure; hardware instructions are used where the machine has them.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace aloft {

enum class crc_kind : std::uint8_t {
  crc64nvme,  ///< what S3 keeps of every object that came without another
  crc32,
  crc32c,
};

/// The model's name: "CRC64NVME", …; nothing for a name of none of these.
std::string_view name_of(crc_kind kind) noexcept;
std::optional<crc_kind> crc_named(std::string_view name) noexcept;

/// The check of a run of bytes. A value of 24 bytes; one thread at a time.
class object_checksum {
 public:
  explicit object_checksum(crc_kind kind = crc_kind::crc64nvme) noexcept : kind_{kind} {}
  /// What a server or a journal has stated of that many bytes; nothing when the text is not base64 of the right length.
  static std::optional<object_checksum> from_text(crc_kind kind, std::string_view text, std::uint64_t length);

  void update(std::string_view bytes) noexcept;
  /// The bytes that `next` has seen follow those of this one. Both are of one kind.
  void append(const object_checksum& next) noexcept;

  crc_kind kind() const noexcept { return kind_; }
  std::uint64_t length() const noexcept { return length_; }  ///< bytes seen
  std::string text() const;                                  ///< as headers carry it: base64, big-endian
  bool operator==(const object_checksum&) const noexcept = default;

 private:
  std::uint64_t value_ = 0, length_ = 0;
  crc_kind kind_;
};

}  // namespace aloft
