#include <aloft/base64.hpp>
#include <aloft/object_checksum.hpp>
#include "crypto/crc.hpp"
#include "crypto/crc_combine.hpp"

namespace aloft {
namespace {

constexpr std::size_t bytes_of(crc_kind kind) noexcept { return kind == crc_kind::crc64nvme ? 8 : 4; }

}  // namespace

std::string_view name_of(crc_kind kind) noexcept {
  switch (kind) {
    case crc_kind::crc64nvme: return "CRC64NVME";
    case crc_kind::crc32: return "CRC32";
    case crc_kind::crc32c: return "CRC32C";
  }
  return {};
}

std::optional<crc_kind> crc_named(std::string_view name) noexcept {
  for (const crc_kind one : {crc_kind::crc64nvme, crc_kind::crc32, crc_kind::crc32c})
    if (name_of(one) == name) return one;
  return std::nullopt;
}

std::optional<object_checksum> object_checksum::from_text(crc_kind kind, std::string_view text, std::uint64_t length) {
  const auto bytes = from_base64(text);
  if (!bytes || bytes->size() != bytes_of(kind)) return std::nullopt;
  object_checksum made{kind};
  for (const char byte : *bytes) made.value_ = made.value_ << 8 | static_cast<unsigned char>(byte);
  made.length_ = length;
  return made;
}

void object_checksum::update(std::string_view bytes) noexcept {
  switch (kind_) {
    case crc_kind::crc64nvme: value_ = crypto::crc64nvme(value_, bytes); break;
    case crc_kind::crc32: value_ = crypto::crc32(static_cast<std::uint32_t>(value_), bytes); break;
    case crc_kind::crc32c: value_ = crypto::crc32c(static_cast<std::uint32_t>(value_), bytes); break;
  }
  length_ += bytes.size();
}

void object_checksum::append(const object_checksum& next) noexcept {
  const auto narrow = [](std::uint64_t value) { return static_cast<std::uint32_t>(value); };
  switch (kind_) {
    case crc_kind::crc64nvme: value_ = crypto::combine_crc64nvme(value_, next.value_, next.length_); break;
    case crc_kind::crc32: value_ = crypto::combine_crc32(narrow(value_), narrow(next.value_), next.length_); break;
    case crc_kind::crc32c: value_ = crypto::combine_crc32c(narrow(value_), narrow(next.value_), next.length_); break;
  }
  length_ += next.length_;
}

std::string object_checksum::text() const {
  std::string bytes(bytes_of(kind_), '\0');
  std::uint64_t rest = value_;
  for (auto at = bytes.rbegin(); at != bytes.rend(); ++at, rest >>= 8) *at = static_cast<char>(rest & 0xff);
  return to_base64(bytes);
}

}  // namespace aloft
