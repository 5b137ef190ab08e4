// Any text as a model: refused with an error, or compiled into a service whose blob passes its own check.
#include "use_service.hpp"

#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace aloft::model;
  service_texts texts;
  texts.name = "fuzzed";
  texts.service2 = {reinterpret_cast<const char*>(data), size};
  if (const auto made = compile_service(texts)) touch(**made);
  return 0;
}
