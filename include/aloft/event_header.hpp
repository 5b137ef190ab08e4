#pragma once
// Headers of the messages of an event stream: a name and a typed value each.

#include <aloft/timestamp.hpp>

#include <array>
#include <cstdint>
#include <string_view>
#include <variant>

namespace aloft {

struct event_bytes {
  std::string_view bytes;
  bool operator==(const event_bytes&) const = default;
};

struct event_uuid {
  std::array<std::uint8_t, 16> bytes{};
  bool operator==(const event_uuid&) const = default;
};

/// The types that a header can have; times are to the millisecond.
using event_header_value = std::variant<bool, std::int8_t, std::int16_t, std::int32_t, std::int64_t, event_bytes,
                                        std::string_view, timestamp, event_uuid>;

/// Views: valid as long as what the header was read from.
struct event_header {
  std::string_view name;
  event_header_value value;
  bool operator==(const event_header&) const = default;
};

}  // namespace aloft
