#include "crypto/uuid.hpp"

#include "crypto/hex.hpp"

#include <openssl/rand.h>

#include <stdexcept>

namespace aloft::crypto {

std::string uuid_from(std::array<std::uint8_t, 16> random) {
  random[6] = static_cast<std::uint8_t>((random[6] & 0x0f) | 0x40);
  random[8] = static_cast<std::uint8_t>((random[8] & 0x3f) | 0x80);
  const std::string_view bytes{reinterpret_cast<const char*>(random.data()), random.size()};
  std::string text;
  text.reserve(36);
  std::size_t at = 0;
  for (const std::size_t group : {4, 2, 2, 2, 6}) {
    if (at != 0) text += '-';
    append_hex(text, bytes.substr(at, group));
    at += group;
  }
  return text;
}

std::string make_uuid() {
  std::array<std::uint8_t, 16> random;
  if (RAND_bytes(random.data(), static_cast<int>(random.size())) != 1)
    throw std::runtime_error("the system's random number generator gave no bytes for a UUID");
  return uuid_from(random);
}

}  // namespace aloft::crypto
