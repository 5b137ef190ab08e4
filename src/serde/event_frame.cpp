#include "serde/event_frame.hpp"

#include "crypto/crc.hpp"

#include <algorithm>
#include <limits>
#include <type_traits>
#include <utility>

namespace aloft::serde {
namespace {

// total length (4), headers' length (4), checksum of those (4), headers, payload, checksum of all before it (4)
constexpr std::size_t prelude_size = 12;
constexpr std::size_t checksum_size = 4;
constexpr std::size_t smallest_frame = prelude_size + checksum_size;
// What writers may make; what readers take is said from outside.
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
  void operator()(const event_bytes& value) const { sized(header_type::bytes, value.bytes); }
  void operator()(std::string_view value) const { sized(header_type::text, value); }
  void operator()(aloft::timestamp value) const { number(header_type::timestamp, milliseconds(value)); }
  void operator()(const event_uuid& value) const {
    type(header_type::uuid);
    to.append(reinterpret_cast<const char*>(value.bytes.data()), value.bytes.size());
  }
};

std::size_t sized_length(const event_header_value& value) noexcept {
  if (const auto* text = std::get_if<std::string_view>(&value)) return text->size();
  if (const auto* blob = std::get_if<event_bytes>(&value)) return blob->bytes.size();
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
      return event_bytes{*bytes};
    }
    case header_type::text: {
      const auto text = from.sized<std::uint16_t>();
      if (!text) return std::nullopt;
      return *text;
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

bool has_twin(const std::vector<event_header>& headers) {
  constexpr std::size_t few = 16;
  if (headers.size() <= few) {
    for (std::size_t i = 1; i < headers.size(); ++i)
      for (std::size_t j = 0; j < i; ++j)
        if (headers[i].name == headers[j].name) return true;
    return false;
  }
  std::vector<std::string_view> names;
  names.reserve(headers.size());
  for (const auto& header : headers) names.push_back(header.name);
  std::sort(names.begin(), names.end());
  return std::adjacent_find(names.begin(), names.end()) != names.end();
}

}  // namespace

const event_header_value* event_frame::header(std::string_view name) const noexcept {
  const auto found = std::find_if(headers.begin(), headers.end(), [&](const auto& one) { return one.name == name; });
  return found == headers.end() ? nullptr : &found->value;
}

std::optional<std::string_view> event_frame::text(std::string_view name) const noexcept {
  const auto* const value = header(name);
  const auto* const text = value == nullptr ? nullptr : std::get_if<std::string_view>(value);
  if (text == nullptr) return std::nullopt;
  return *text;
}

result<void> append_event(std::string& to, std::span<const event_header> headers, std::string_view payload) {
  constexpr std::size_t max_name = std::numeric_limits<std::uint8_t>::max();
  constexpr std::size_t max_value = std::numeric_limits<std::int16_t>::max();
  if (payload.size() > max_payload) return too_big("a payload", max_payload);
  const std::size_t start = to.size();
  to.append(prelude_size, '\0');
  for (const auto& [name, value] : headers) {
    const bool bad_name = name.empty() || name.size() > max_name;
    if (bad_name || sized_length(value) > max_value) {
      to.resize(start);
      return bad_name ? too_big("an empty header name or one", max_name) : too_big("a header", max_value);
    }
    to.push_back(static_cast<char>(name.size()));
    to.append(name);
    std::visit(header_writer{to}, value);
  }
  const std::size_t headers_size = to.size() - start - prelude_size;
  if (headers_size > max_headers) {
    to.resize(start);
    return too_big("headers", max_headers);
  }
  std::string prelude;
  append_number(prelude, static_cast<std::uint32_t>(smallest_frame + headers_size + payload.size()));
  append_number(prelude, static_cast<std::uint32_t>(headers_size));
  append_number(prelude, crypto::crc32(0, prelude));
  to.replace(start, prelude_size, prelude);
  to.append(payload);
  append_number(to, crypto::crc32(0, std::string_view{to}.substr(start)));
  return {};
}

result<void> read_headers(std::string_view encoded, std::vector<event_header>& out) {
  out.clear();
  header_bytes headers{encoded};
  while (!headers.empty()) {
    const auto name = headers.sized<std::uint8_t>();
    if (!name || name->empty()) return bad_frame("a malformed header");
    const auto value = take_value(headers);
    if (!value) return bad_frame("header \"" + std::string{*name} + "\" is malformed");
    out.push_back({*name, *value});
  }
  if (has_twin(out)) return bad_frame("a header comes twice");
  return {};
}

// Of a frame whose first bytes are at hand.
result<std::size_t> event_decoder::measure(std::string_view start) const {
  const std::size_t total = number_at<std::uint32_t>(start);
  const std::size_t headers_size = number_at<std::uint32_t>(start.substr(4));
  if (number_at<std::uint32_t>(start.substr(8)) != crypto::crc32(0, start.substr(0, 8)))
    return bad_frame("the checksum of a message's beginning is wrong");
  if (total > max_frame_)
    return bad_frame("a message of " + std::to_string(total) + " bytes, more than " + std::to_string(max_frame_));
  if (total < smallest_frame || headers_size > total - smallest_frame)
    return bad_frame("a message with impossible lengths");
  return total;
}

// Fills what is held up to that size; false when bytes are missing.
bool event_decoder::gather(std::size_t size) {
  if (held_.size() < size) {
    const std::size_t count = std::min(size - held_.size(), rest_.size());
    held_.append(rest_.substr(0, count));
    rest_.remove_prefix(count);
  }
  return held_.size() >= size;
}

result<std::optional<event_frame>> event_decoder::next() {
  const std::optional<event_frame> nothing;
  if (std::exchange(taken_, false)) held_.clear();
  std::string_view frame;
  if (held_.empty() && rest_.size() >= prelude_size) {
    const auto total = measure(rest_);
    if (!total) return total.error();
    if (rest_.size() >= *total) {
      frame = rest_.substr(0, *total);
      rest_.remove_prefix(*total);
    }
  }
  if (frame.empty()) {
    if (!gather(prelude_size)) return nothing;
    const auto total = measure(held_);
    if (!total) return total.error();
    if (!gather(*total)) return nothing;
    taken_ = true;
    frame = held_;
  }
  const auto stated = number_at<std::uint32_t>(frame.substr(frame.size() - checksum_size));
  if (stated != crypto::crc32(0, frame.substr(0, frame.size() - checksum_size)))
    return bad_frame("a message's checksum is wrong");
  event_frame out;
  out.encoded_headers = frame.substr(prelude_size, number_at<std::uint32_t>(frame.substr(4)));
  if (auto read = read_headers(out.encoded_headers, headers_); !read) return read.error();
  out.headers = headers_;
  const std::size_t payload_at = prelude_size + out.encoded_headers.size();
  out.payload = frame.substr(payload_at, frame.size() - checksum_size - payload_at);
  return std::optional{out};
}

}  // namespace aloft::serde
