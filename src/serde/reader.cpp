#include "serde/reader.hpp"

namespace aloft::serde {

result<void> reader::read(std::string_view body) {
  if (auto written = write(body); !written) return written;
  return finish();
}

bool in_body(const model::member& member, bound_members bound) noexcept {
  using model::location;
  const auto where = member.where;
  if (bound == bound_members::none || where == location::body) return true;
  return bound == bound_members::response && (where == location::uri || where == location::querystring);
}

error too_large(const read_limits& limits) {
  return {error_kind::protocol, "BodyTooLarge",
          "the body is larger than max_document (" + std::to_string(limits.max_bytes) + " bytes)"};
}

}  // namespace aloft::serde
