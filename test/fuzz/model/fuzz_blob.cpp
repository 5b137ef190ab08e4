// Any bytes as a blob: refused by the check, or usable to the last pointer.
#include "model/blob_service.hpp"
#include "use_service.hpp"

#include <cstdint>
#include <cstring>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace aloft::model;
  const auto memory = std::make_shared_for_overwrite<std::uint64_t[]>((size + 7) / 8);
  if (size > 0) std::memcpy(memory.get(), data, size);
  const owned_blob blob{memory, {reinterpret_cast<const char*>(memory.get()), size}};
  const auto made = make_blob_service({}, nullptr, [&]() -> aloft::result<owned_blob> { return blob; });
  try {
    touch(*made);
  } catch (const aloft::error&) {
  }
  return 0;
}
