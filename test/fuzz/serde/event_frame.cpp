// Event-stream bytes from anywhere: refused, or decoded into frames that encode to the same bytes, however they are
// cut.

#include "any_shape.hpp"

#include "serde/event_frame.hpp"

#include <cstdint>

namespace {

using namespace aloft;

/// The frames of `bytes`, encoded again, up to the first fault.
std::string again(std::string_view bytes, std::size_t size) {
  serde::event_decoder decoder;
  std::string encoded;
  for (std::size_t at = 0; at < bytes.size(); at += size) {
    const std::string piece{bytes.substr(at, size)};
    decoder.write(piece);
    for (;;) {
      const auto frame = decoder.next();
      if (!frame) return encoded;
      if (!*frame) break;
      if (!serde::append_event(encoded, (*frame)->headers, (*frame)->payload)) return encoded;  // more than writers may
    }
  }
  return encoded;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes{reinterpret_cast<const char*>(data), size};
  const std::string whole = again(bytes, size + 1);
  fuzz::expect(bytes.starts_with(whole), "frames encode to the bytes they came from");
  fuzz::expect(again(bytes, 1) == whole && again(bytes, 7) == whole, "cuts change nothing");

  // Whole frames are rare by chance, so some are made of the input: its first half as encoded headers, lengths and
  // checksums put right.
  std::vector<event_header> headers;
  std::string made;
  if (serde::read_headers(bytes.substr(0, size / 2), headers) &&
      serde::append_event(made, headers, bytes.substr(size / 2)))
    fuzz::expect(again(made, made.size()) == made && again(made, 3) == made, "a frame survives");
  return 0;
}
