#pragma once
// Frames of application/vnd.amazon.eventstream: prelude with CRC, typed headers, payload, CRC of it all.

#include "aloft/error.hpp"
#include "aloft/event_header.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace aloft::serde {

/// A frame as it lies in its decoder's bytes.
struct event_frame {
  std::span<const event_header> headers;
  std::string_view payload;
  std::string_view encoded_headers;  ///< for read_headers()

  /// Null when there is none.
  const event_header_value* header(std::string_view name) const noexcept;
  /// Of a header that is text (":event-type", ":message-type", …); nothing when it is absent or no text.
  std::optional<std::string_view> text(std::string_view name) const noexcept;
};

/// Appends a frame. Usage error "EventTooLong" when a header or the payload is too long for the format; `to` is as it
/// was then.
result<void> append_event(std::string& to, std::span<const event_header> headers, std::string_view payload);

/// Encoded headers into `out`, whose former elements go. Protocol error "UnreadableEvent" for malformed ones, and for
/// a name that comes twice.
result<void> read_headers(std::string_view encoded, std::vector<event_header>& out);

/// Takes frames in pieces of any size. Copies nothing but frames that come in several pieces.
class event_decoder {
 public:
  /// The largest payload that AWS allows, with as many headers as it allows.
  static constexpr std::size_t usual_limit = std::size_t{25} * 1024 * 1024;

  /// Frames longer than `max_frame` bytes are refused.
  explicit event_decoder(std::size_t max_frame = usual_limit) : max_frame_{max_frame} {}

  /// Further bytes. They must live until next() has given nothing; before that, no others are taken.
  void write(std::string_view piece) noexcept { rest_ = piece; }
  /// The next whole frame, valid until the next call, or until the piece it came in is gone. Nothing: bytes are
  /// missing. Errors: protocol "UnreadableEvent" (checksum, length or header). Final: there is no way to the next
  /// frame.
  result<std::optional<event_frame>> next();
  /// No part of a frame is left.
  bool empty() const noexcept { return rest_.empty() && (held_.empty() || taken_); }

 private:
  bool gather(std::size_t size);
  result<std::size_t> measure(std::string_view start) const;

  std::string_view rest_;              // of the piece
  std::string held_;                   // a frame that began in an earlier piece
  bool taken_ = false;                 // that one has been given
  std::vector<event_header> headers_;  // of the frame that was given
  std::size_t max_frame_;
};

}  // namespace aloft::serde
