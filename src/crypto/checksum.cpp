#include "crypto/checksum.hpp"

#include <aloft/base64.hpp>
#include "crypto/crc.hpp"

#include <aloft/http_message.hpp>

#include <array>
#include <utility>

namespace aloft::crypto {
namespace {

struct description {
  std::string_view name;
  std::string_view header;
  std::size_t size;
};

constexpr std::array<description, 6> descriptions{{
    {"CRC32", "x-amz-checksum-crc32", 4},
    {"CRC32C", "x-amz-checksum-crc32c", 4},
    {"CRC64NVME", "x-amz-checksum-crc64nvme", 8},
    {"SHA1", "x-amz-checksum-sha1", 20},
    {"SHA256", "x-amz-checksum-sha256", 32},
    {"MD5", "content-md5", 16},
}};

const description& about(checksum_algorithm algorithm) noexcept {
  return descriptions[static_cast<std::size_t>(algorithm)];
}

std::variant<std::uint32_t, std::uint64_t, digest> initial(checksum_algorithm algorithm) {
  switch (algorithm) {
    case checksum_algorithm::crc32:
    case checksum_algorithm::crc32c: return std::uint32_t{0};
    case checksum_algorithm::crc64nvme: return std::uint64_t{0};
    case checksum_algorithm::sha1: return digest{digest_algorithm::sha1};
    case checksum_algorithm::md5: return digest{digest_algorithm::md5};
    case checksum_algorithm::sha256: break;
  }
  return digest{digest_algorithm::sha256};
}

template <class Register>
std::string big_endian(Register value) {
  std::string bytes(sizeof value, '\0');
  for (auto at = bytes.rbegin(); at != bytes.rend(); ++at, value >>= 8) *at = static_cast<char>(value & 0xff);
  return bytes;
}

}  // namespace

std::optional<checksum_algorithm> checksum_named(std::string_view name) noexcept {
  for (std::size_t i = 0; i < descriptions.size(); ++i)
    if (iequals(descriptions[i].name, name)) return static_cast<checksum_algorithm>(i);
  return std::nullopt;
}

std::string_view name_of(checksum_algorithm algorithm) noexcept { return about(algorithm).name; }
std::string_view header_of(checksum_algorithm algorithm) noexcept { return about(algorithm).header; }
std::size_t size_of(checksum_algorithm algorithm) noexcept { return about(algorithm).size; }

checksum::checksum(checksum_algorithm algorithm) : algorithm_{algorithm}, state_{initial(algorithm)} {}

void checksum::update(std::string_view bytes) {
  if (auto* narrow = std::get_if<std::uint32_t>(&state_))
    *narrow = algorithm_ == checksum_algorithm::crc32 ? crc32(*narrow, bytes) : crc32c(*narrow, bytes);
  else if (auto* wide = std::get_if<std::uint64_t>(&state_))
    *wide = crc64nvme(*wide, bytes);
  else
    std::get<digest>(state_).update(bytes);
}

std::string checksum::finish() {
  if (auto* narrow = std::get_if<std::uint32_t>(&state_)) return big_endian(std::exchange(*narrow, 0));
  if (auto* wide = std::get_if<std::uint64_t>(&state_)) return big_endian(std::exchange(*wide, 0));
  std::string bytes(size_of(algorithm_), '\0');
  std::get<digest>(state_).finish(reinterpret_cast<std::uint8_t*>(bytes.data()));
  return bytes;
}

std::string checksum::finish_text() { return to_base64(finish()); }

std::string checksum_text(checksum_algorithm algorithm, std::string_view bytes) {
  checksum sum{algorithm};
  sum.update(bytes);
  return sum.finish_text();
}

}  // namespace aloft::crypto
