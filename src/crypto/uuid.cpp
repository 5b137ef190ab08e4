#include "crypto/uuid.hpp"

#include "crypto/hex.hpp"

#include <openssl/rand.h>

#include <stdexcept>

namespace aloft::crypto {

uuid_text uuid_from(std::array<std::uint8_t, 16> random) noexcept {
  random[6] = static_cast<std::uint8_t>((random[6] & 0x0f) | 0x40);
  random[8] = static_cast<std::uint8_t>((random[8] & 0x3f) | 0x80);
  uuid_text text;
  char* to = text.characters.data();
  for (std::size_t at = 0; at < random.size(); ++at) {
    if (at == 4 || at == 6 || at == 8 || at == 10) *to++ = '-';
    to = write_hex(to, random[at]);
  }
  return text;
}

std::string make_uuid() {
  std::array<std::uint8_t, 16> random;
  if (RAND_bytes(random.data(), static_cast<int>(random.size())) != 1)
    throw std::runtime_error("the system's random number generator gave no bytes for a UUID");
  return std::string{uuid_from(random).view()};
}

}  // namespace aloft::crypto
