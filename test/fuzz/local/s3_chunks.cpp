// Bodies in the aws-chunked coding, in pieces: whatever comes, the decoder takes it or says what is wrong, and the
// pieces do not matter.

#include "local/s3/chunk_decoder.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

using namespace aloft::local::s3;

namespace {

struct recorder final : chunk_listener {
  std::string seen;
  void bytes(std::string_view piece) override { seen += piece; }
  void chunk_ended(std::string_view signature) override { seen.append("|").append(signature).append("\n"); }
  void trailer(std::string_view name, std::string_view value) override {
    seen.append(name).append("=").append(value).append("\n");
  }
};

struct result {
  std::string seen, failure;
  bool complete;
  bool operator==(const result&) const = default;
};

result decoded(std::string_view text, std::size_t piece) {
  chunk_decoder decoder;
  recorder to;
  for (; !text.empty(); text.remove_prefix(std::min(piece, text.size()))) decoder.feed(text.substr(0, piece), to);
  return {to.seen, std::string{decoder.failure()}, decoder.complete()};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text{reinterpret_cast<const char*>(data) + 1, size - 1};
  const auto whole = decoded(text, size);
  const auto in_pieces = decoded(text, data[0] % 16u + 1u);
  if (!(whole == in_pieces)) std::abort();
  if (whole.complete && !whole.failure.empty()) std::abort();
  return 0;
}
