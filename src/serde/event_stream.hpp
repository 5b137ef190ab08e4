#pragma once
// Frames of application/vnd.amazon.eventstream: prelude with CRC, typed headers, payload, message CRC.

#include "aloft/error.hpp"
#include "aloft/timestamp.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace aloft::serde {

struct event_blob {
  std::string bytes;
  bool operator==(const event_blob&) const = default;
};
struct event_uuid {
  std::array<std::uint8_t, 16> bytes;
  bool operator==(const event_uuid&) const = default;
};

/// The ten types of a header: two booleans, four integers, bytes, text, milliseconds since 1970, UUID.
using event_header_value = std::variant<bool, std::int8_t, std::int16_t, std::int32_t, std::int64_t, event_blob,
                                        std::string, aloft::timestamp, event_uuid>;

struct event_message {
  std::vector<std::pair<std::string, event_header_value>> headers;
  std::string payload;

  /// Text of the header of that name (":event-type", ":message-type", …); "" when it is absent or no text.
  std::string_view text_header(std::string_view name) const noexcept;
};

/// The frame's bytes. Usage error when a header or the payload is too long for the format.
result<std::string> encode_event(const event_message& message);

/// Takes frames in pieces of any size.
class event_decoder {
 public:
  /// Frames longer than `max_frame` bytes are refused (AWS allows 24 MiB).
  explicit event_decoder(std::size_t max_frame = std::size_t{24} * 1024 * 1024) : max_frame_{max_frame} {}

  /// Adds bytes; they are looked at by next().
  void write(std::string_view piece);
  /// The next whole message, nothing when bytes are missing, or a protocol error: bad checksum, length or header.
  /// Final.
  result<std::optional<event_message>> next();
  /// True when no part of a message is left.
  bool empty() const noexcept { return begin_ == buffer_.size(); }

 private:
  std::string buffer_;
  std::size_t begin_ = 0;
  std::size_t max_frame_;
};

}  // namespace aloft::serde
