// Any bytes as a blob, and a good blob with any words replaced: refused by the check, or usable to the last pointer.
#include "model/blob_builder.hpp"
#include "model/blob_service.hpp"
#include "use_service.hpp"

#include <cstdint>
#include <cstring>

namespace {

using namespace aloft::model;

constexpr std::string_view good_model = R"({
  "metadata": {"protocol": "rest-xml"},
  "operations": {"Put": {"input": {"shape": "In", "locationName": "In"}, "output": {"shape": "Out"}, "errors": [{"shape": "Bad"}]},
                 "Get": {"output": {"shape": "Out"}, "auth": ["x"]}},
  "shapes": {"In": {"type": "structure", "payload": "B", "members": {"A": {"shape": "S", "location": "uri", "contextParam": {"name": "N"}},
                    "B": {"shape": "M"}, "Time": {"shape": "T"}}},
             "Out": {"type": "structure", "xmlNamespace": "u", "members": {"L": {"shape": "L", "queryName": "q"}, "Again": {"shape": "Out"}}},
             "Bad": {"type": "structure", "exception": true, "error": {"code": "B", "httpStatusCode": 400}, "members": {}},
             "L": {"type": "list", "min": 1, "member": {"shape": "M", "locationName": "item"}},
             "M": {"type": "map", "key": {"shape": "S"}, "value": {"shape": "Out"}},
             "S": {"type": "string", "enum": ["a"], "min": -1}, "T": {"type": "timestamp", "timestampFormat": "iso8601"}}
})";

const std::string& good_blob() {
  static const std::string blob = [] {
    service_texts texts;
    texts.name = "good";
    texts.service2 = good_model;
    return build_service(texts).value().blob;
  }();
  return blob;
}

// Replaces 32-bit words of the good blob: two bytes say which, four give the value.
std::string patched(const std::uint8_t* data, std::size_t size) {
  std::string blob = good_blob();
  for (; size >= 6; data += 6, size -= 6) {
    std::uint16_t word;
    std::memcpy(&word, data, sizeof word);
    std::memcpy(blob.data() + word % (blob.size() / 4) * 4, data + 2, 4);
  }
  return blob;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const bool raw = *data & 1;
  const std::string bytes =
      raw ? std::string{reinterpret_cast<const char*>(data + 1), size - 1} : patched(data + 1, size - 1);
  const auto memory = std::make_shared_for_overwrite<std::uint64_t[]>((bytes.size() + 7) / 8);
  std::memcpy(memory.get(), bytes.data(), bytes.size());
  const owned_blob blob{memory, {reinterpret_cast<const char*>(memory.get()), bytes.size()}};
  const auto made = make_blob_service({}, nullptr, [&]() -> aloft::result<owned_blob> { return blob; });
  try {
    touch(*made);
  } catch (const aloft::error&) {
  }
  return 0;
}
