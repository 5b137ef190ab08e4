// XML from anywhere: aloft and expat accept the same documents and see the same in them, however the bytes are cut.

#include "support/xml_events.hpp"

#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace aloft::test;
  const std::string_view body{reinterpret_cast<const char*>(data), size};
  const auto whole = aloft_events(body, size + 1);
  if (aloft_events(body, 1 + size % 5) != whole) std::abort();
  if (!is_outside_the_subset(body) && expat_events(body) != whole) std::abort();
  return 0;
}
