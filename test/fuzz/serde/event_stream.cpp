// Event-stream bytes from anywhere: refused, or decoded into messages that encode to the same bytes.

#include "any_shape.hpp"

#include "serde/event_stream.hpp"

#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace aloft;
  const std::string_view bytes{reinterpret_cast<const char*>(data), size};
  serde::event_decoder decoder;
  decoder.write(bytes);
  std::string encoded;
  for (;;) {
    const auto message = decoder.next();
    if (!message || !*message) break;
    const auto frame = serde::encode_event(**message);
    if (!frame) break;  // a header longer than writers may make it
    encoded.append(*frame);
    fuzz::expect(bytes.starts_with(encoded), "a message encodes to the bytes it came from");
  }

  // Whole frames are rare by chance, so one is made of the input.
  serde::event_message made;
  made.headers.emplace_back(":content-type", std::string{bytes.substr(0, size / 2)});
  made.payload = bytes.substr(size / 2);
  if (const auto frame = serde::encode_event(made)) {
    serde::event_decoder own;
    own.write(*frame);
    const auto read = own.next();
    fuzz::expect(read && *read && (*read)->headers == made.headers && (*read)->payload == made.payload,
                 "a message survives");
  }
  return 0;
}
