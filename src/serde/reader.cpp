#include "serde/reader.hpp"

namespace aloft::serde {

result<void> reader::read(std::string_view body) {
  if (auto written = write(body); !written) return written;
  return finish();
}

error too_long(const read_limits& limits) {
  return {error_kind::protocol, "BodyTooLong",
          "the body is longer than the limit of " + std::to_string(limits.max_bytes) + " bytes"};
}

}  // namespace aloft::serde
