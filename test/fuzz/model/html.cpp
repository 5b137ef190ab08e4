// Any text as documentation: never fails, and never grows out of bounds.
#include "model/html_text.hpp"

#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  aloft::model::html_to_text({reinterpret_cast<const char*>(data), size});
  return 0;
}
