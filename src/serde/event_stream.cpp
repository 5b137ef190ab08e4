#include "serde/event_stream.hpp"

#include "crypto/crc.hpp"

#include <algorithm>
#include <limits>
#include <type_traits>

namespace aloft::serde {
namespace {

// total length (4), headers' length (4), checksum of those (4), headers, payload, checksum of all before it (4)
constexpr std::size_t prelude_size = 12;
constexpr std::size_t checksum_size = 4;
constexpr std::size_t smallest_frame = prelude_size + checksum_size;
constexpr std::size_t max_headers = std::size_t{128} * 1024;
constexpr std::size_t max_payload = std::size_t{24} * 1024 * 1024;

enum class header_type : std::uint8_t { yes, no, int8, int16, int32, int64, bytes, text, timestamp, uuid };

template <class Integer>
void append_number(std::string& to, Integer number) {
  using bits = std::make_unsigned_t<Integer>;
  for (int shift = static_cast<int>(sizeof(Integer) - 1) * 8; shift >= 0; shift -= 8) {
    to.push_back(static_cast<char>(static_cast<bits>(number) >> shift));
  }
}

template <class Integer>
Integer number_at(std::string_view bytes) noexcept {
  std::make_unsigned_t<Integer> number = 0;
  for (std::size_t i = 0; i < sizeof(Integer); ++i) {
    number =
        static_cast<decltype(number)>((static_cast<std::uint64_t>(number) << 8) | static_cast<unsigned char>(bytes[i]));
  }
  return static_cast<Integer>(number);
}

// Times that milliseconds in 64 bits do not reach are cut off there.
std::int64_t milliseconds(aloft::timestamp when) noexcept {
  constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max() / 1000 - 1;
  return std::clamp(when.seconds, -most, most) * 1000 + when.nanoseconds / 1'000'000;
}

aloft::timestamp from_milliseconds(std::int64_t count) noexcept {
  const std::int64_t rest = ((count % 1000) + 1000) % 1000;
  return {(count - rest) / 1000, static_cast<std::int32_t>(rest) * 1'000'000};
}

struct header_writer {
  std::string& to;

  void type(header_type type) const { to.push_back(static_cast<char>(type)); }
  template <class Integer>
  void number(header_type as, Integer value) const {
    type(as);
    append_number(to, value);
  }
  void sized(header_type as, std::string_view bytes) const {
    number(as, static_cast<std::uint16_t>(bytes.size()));
    to.append(bytes);
  }

  void operator()(bool value) const { type(value ? header_type::yes : header_type::no); }
  void operator()(std::int8_t value) const { number(header_type::int8, value); }
  void operator()(std::int16_t value) const { number(header_type::int16, value); }
  void operator()(std::int32_t value) const { number(header_type::int32, value); }
  void operator()(std::int64_t value) const { number(header_type::int64, value); }
  void operator()(const event_blob& value) const { sized(header_type::bytes, value.bytes); }
  void operator()(const std::string& value) const { sized(header_type::text, value); }
  void operator()(aloft::timestamp value) const { number(header_type::timestamp, milliseconds(value)); }
  void operator()(const event_uuid& value) const {
    type(header_type::uuid);
    to.append(reinterpret_cast<const char*>(value.bytes.data()), value.bytes.size());
  }
};

std::size_t sized_length(const event_header_value& value) noexcept {
  if (const auto* text = std::get_if<std::string>(&value)) return text->size();
  if (const auto* blob = std::get_if<event_blob>(&value)) return blob->bytes.size();
  return 0;
}

// What is left of the headers' bytes; everything asked for is there or nothing is.
class header_bytes {
 public:
  explicit header_bytes(std::string_view rest) : rest_{rest} {}

  bool empty() const noexcept { return rest_.empty(); }

  std::optional<std::string_view> take(std::size_t size) {
    if (rest_.size() < size) return std::nullopt;
    const std::string_view taken = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return taken;
  }

  template <class Integer>
  std::optional<Integer> number() {
    const auto bytes = take(sizeof(Integer));
    if (!bytes) return std::nullopt;
    return number_at<Integer>(*bytes);
  }

  /// Bytes with their length before them.
  template <class Size>
  std::optional<std::string_view> sized() {
    const auto size = number<Size>();
    if (!size) return std::nullopt;
    return take(*size);
  }

 private:
  std::string_view rest_;
};

template <class Integer>
std::optional<event_header_value> as_header(std::optional<Integer> number) {
  if (!number) return std::nullopt;
  return event_header_value{*number};
}

// Nothing when the value is cut off or of no known type.
std::optional<event_header_value> take_value(header_bytes& from) {
  const auto type = from.number<std::uint8_t>();
  if (!type) return std::nullopt;
  switch (static_cast<header_type>(*type)) {
    case header_type::yes: return true;
    case header_type::no: return false;
    case header_type::int8: return as_header(from.number<std::int8_t>());
    case header_type::int16: return as_header(from.number<std::int16_t>());
    case header_type::int32: return as_header(from.number<std::int32_t>());
    case header_type::int64: return as_header(from.number<std::int64_t>());
    case header_type::bytes: {
      const auto bytes = from.sized<std::uint16_t>();
      if (!bytes) return std::nullopt;
      return event_blob{std::string{*bytes}};
    }
    case header_type::text: {
      const auto text = from.sized<std::uint16_t>();
      if (!text) return std::nullopt;
      return std::string{*text};
    }
    case header_type::timestamp: {
      const auto count = from.number<std::int64_t>();
      if (!count) return std::nullopt;
      return from_milliseconds(*count);
    }
    case header_type::uuid: {
      event_uuid uuid;
      const auto bytes = from.take(uuid.bytes.size());
      if (!bytes) return std::nullopt;
      std::copy(bytes->begin(), bytes->end(), reinterpret_cast<char*>(uuid.bytes.data()));
      return uuid;
    }
  }
  return std::nullopt;
}

error bad_frame(std::string_view what) {
  return {error_kind::protocol, "UnreadableEvent", "event stream: " + std::string{what}};
}

error too_big(std::string_view what, std::size_t limit) {
  return {error_kind::usage, "EventTooLong",
          "event stream: " + std::string{what} + " of more than " + std::to_string(limit) + " bytes"};
}

}  // namespace

std::string_view event_message::text_header(std::string_view name) const noexcept {
  for (const auto& [key, value] : headers) {
    if (key != name) continue;
    const auto* const text = std::get_if<std::string>(&value);
    return text != nullptr ? std::string_view{*text} : std::string_view{};
  }
  return {};
}

result<std::string> encode_event(const event_message& message) {
  constexpr std::size_t max_name = std::numeric_limits<std::uint8_t>::max();
  constexpr std::size_t max_value = std::numeric_limits<std::int16_t>::max();
  std::string headers;
  for (const auto& [name, value] : message.headers) {
    if (name.empty() || name.size() > max_name) return too_big("an empty header name or one", max_name);
    if (sized_length(value) > max_value) return too_big("a header", max_value);
    headers.push_back(static_cast<char>(name.size()));
    headers.append(name);
    std::visit(header_writer{headers}, value);
  }
  if (headers.size() > max_headers) return too_big("headers", max_headers);
  if (message.payload.size() > max_payload) return too_big("a payload", max_payload);
  std::string frame;
  frame.reserve(smallest_frame + headers.size() + message.payload.size());
  append_number(frame, static_cast<std::uint32_t>(smallest_frame + headers.size() + message.payload.size()));
  append_number(frame, static_cast<std::uint32_t>(headers.size()));
  append_number(frame, crypto::crc32(0, frame));
  frame.append(headers).append(message.payload);
  append_number(frame, crypto::crc32(0, frame));
  return frame;
}

void event_decoder::write(std::string_view piece) {
  buffer_.erase(0, begin_);
  begin_ = 0;
  buffer_.append(piece);
}

result<std::optional<event_message>> event_decoder::next() {
  const std::string_view rest = std::string_view{buffer_}.substr(begin_);
  if (rest.size() < prelude_size) return std::optional<event_message>{};
  const std::size_t total = number_at<std::uint32_t>(rest);
  const std::size_t headers_size = number_at<std::uint32_t>(rest.substr(4));
  if (number_at<std::uint32_t>(rest.substr(8)) != crypto::crc32(0, rest.substr(0, 8))) {
    return bad_frame("the checksum of a message's beginning is wrong");
  }
  if (total > max_frame_)
    return bad_frame("a message of " + std::to_string(total) + " bytes, more than " + std::to_string(max_frame_));
  if (total < smallest_frame || headers_size > total - smallest_frame)
    return bad_frame("a message with impossible lengths");
  if (rest.size() < total) return std::optional<event_message>{};
  const std::string_view frame = rest.substr(0, total);
  if (number_at<std::uint32_t>(frame.substr(total - checksum_size)) !=
      crypto::crc32(0, frame.substr(0, total - checksum_size))) {
    return bad_frame("a message's checksum is wrong");
  }
  event_message message;
  header_bytes headers{frame.substr(prelude_size, headers_size)};
  while (!headers.empty()) {
    const auto name = headers.sized<std::uint8_t>();
    if (!name || name->empty()) return bad_frame("a malformed header");
    std::optional<event_header_value> value = take_value(headers);
    if (!value) return bad_frame("header \"" + std::string{*name} + "\" is malformed");
    message.headers.emplace_back(*name, std::move(*value));
  }
  const std::size_t payload_start = prelude_size + headers_size;
  message.payload = frame.substr(payload_start, total - checksum_size - payload_start);
  begin_ += total;
  return std::optional<event_message>{std::move(message)};
}

}  // namespace aloft::serde
