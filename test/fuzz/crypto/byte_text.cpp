// Base64, hexadecimal and percent-encoding: any text is refused or decoded, and any bytes survive a round trip.

#include "fuzz/expect.hpp"

#include <aloft/base64.hpp>
#include "crypto/hex.hpp"
#include "crypto/percent.hpp"

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace aloft;
  using namespace aloft::crypto;
  const std::string_view text{reinterpret_cast<const char*>(data), size};

  fuzz::expect(from_base64(to_base64(text)) == text, "bytes survive base64");
  fuzz::expect(from_hex(to_hex(text)) == text, "bytes survive hexadecimal");
  fuzz::expect(percent_decode(percent_encode(text)) == text, "bytes survive percent-encoding");
  if (const auto bytes = from_base64(text)) fuzz::expect(to_base64(*bytes).size() == size, "base64 has one length");
  if (const auto bytes = from_hex(text)) fuzz::expect(bytes->size() * 2 == size, "hexadecimal has one length");

  std::string once, twice;
  append_percent_normalized(once, text);
  append_percent_normalized(twice, once);
  fuzz::expect(once == twice, "normal percent-encoding stays as it is");
  if (const auto bytes = percent_decode(text))
    fuzz::expect(percent_encode(*bytes) == once, "normalizing is decoding and encoding");
  return 0;
}
