// JSON from anywhere, read into documents: no crash, and the same document however the bytes are cut.

#include "any_shape.hpp"

#include "serde/json_reader.hpp"

#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace aloft;
  const std::string_view body{reinterpret_cast<const char*>(data), size};
  fuzz::read_both_ways(body, [](shape_sink& sink) {
    return serde::json_reader{fuzz::any_shape(), sink, {.names = serde::json_names::location}};
  });
  return 0;
}
