#include "serde/cbor_parser.hpp"

#include "serde/cbor_types.hpp"
#include "serde/utf8.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

namespace aloft::serde {
namespace {

using namespace cbor;

constexpr unsigned one_byte_argument = 24;
constexpr unsigned eight_byte_argument = 27;
constexpr unsigned no_length = 31;

// IEEE 754 binary16, RFC 8949 appendix D.
double half(std::uint64_t bits) noexcept {
  const auto exponent = static_cast<int>(bits >> 10 & 0x1f);
  const auto fraction = static_cast<int>(bits & 0x3ff);
  double size = 0;
  if (exponent == 0) {
    size = std::ldexp(fraction, -24);
  } else if (exponent != 31) {
    size = std::ldexp(fraction + 1024, exponent - 25);
  } else {
    size = fraction == 0 ? std::numeric_limits<double>::infinity() : std::numeric_limits<double>::quiet_NaN();
  }
  return (bits & 0x8000) != 0 ? -size : size;
}

}  // namespace

cbor_reader::parser::parser(const model::shape& root, shape_sink& sink, const cbor_reader_options& options)
    : guide_{root, sink, {.inside = options.inside}}, limits_{options.limits} {}

result<void> cbor_reader::parser::write(std::string_view piece) {
  if (!failed_ && piece.size() > limits_.max_bytes - read_) {
    failed_ = true;
    failure_ = too_large(limits_);
  }
  const std::size_t before = read_;
  const std::size_t size = piece.size();
  while (!failed_ && !piece.empty()) {
    if (done_) {
      fail("there is more after its end");
    } else if (in_text_) {
      take_text(piece);
    } else {
      take_head(piece);
    }
    read_ = before + size - piece.size();
  }
  if (failed_) return failure_;
  return {};
}

result<void> cbor_reader::parser::finish() {
  if (!failed_ && !done_) fail(read_ == 0 ? "it is empty" : "it is truncated");
  if (failed_) return failure_;
  return {};
}

// Collects an item's first byte and the bytes of its argument.
bool cbor_reader::parser::take_head(std::string_view& piece) {
  if (head_size_ == 0) {
    head_[head_size_++] = static_cast<unsigned char>(piece.front());
    piece.remove_prefix(1);
  }
  const unsigned info = head_[0] & 0x1f;
  const bool has_argument = info >= one_byte_argument && info <= eight_byte_argument;
  const std::size_t wanted = has_argument ? 1 + (std::size_t{1} << (info - one_byte_argument)) : 1;
  while (head_size_ < wanted && !piece.empty()) {
    head_[head_size_++] = static_cast<unsigned char>(piece.front());
    piece.remove_prefix(1);
  }
  if (head_size_ < wanted) return true;
  const bool good = on_head();
  head_size_ = 0;
  return good;
}

bool cbor_reader::parser::on_head() {
  const unsigned major = head_[0] >> 5;
  const unsigned info = head_[0] & 0x1f;
  std::uint64_t argument = info;
  if (info >= one_byte_argument && info <= eight_byte_argument) {
    argument = 0;
    for (std::size_t i = 1; i < head_size_; ++i) argument = argument << 8 | head_[i];
  }
  if (info > eight_byte_argument && info != no_length) return fail("an item with a reserved length");
  if (chunked_ && !(major == simple && info == no_length) && (major != text_type_ || info == no_length)) {
    return fail("a string whose chunks are of another kind");
  }
  if (major == simple) return info == no_length ? on_break() : on_simple(info, argument);
  if (key_is_due() && major != text_string) return fail("a map key that is no text");
  return info == no_length ? on_indefinite(major) : on_argument(major, argument);
}

bool cbor_reader::parser::on_argument(unsigned major, std::uint64_t argument) {
  switch (major) {
    case unsigned_integer:
    case negative_integer: return on_number(major == negative_integer, argument);
    case byte_string:
    case text_string:
      if (argument > limits_.max_bytes) return fail("a string that is longer than the limit of the body");
      in_text_ = true;
      text_type_ = major;
      text_missing_ = argument;
      if (argument > 0) return true;
      in_text_ = false;
      return chunked_ || text_complete({});
    case array: return open(false, argument);
    case map:
      return argument > indefinite / 4 ? fail("a map of more entries than bytes exist") : open(true, 2 * argument);
    default: return on_tag(argument);
  }
}

bool cbor_reader::parser::on_indefinite(unsigned major) {
  switch (major) {
    case byte_string:
    case text_string:
      text_type_ = major;
      chunked_ = true;
      return true;
    case array: return open(false, indefinite);
    case map: return open(true, indefinite);
    default: return fail("an item without length that needs one");
  }
}

bool cbor_reader::parser::open(bool is_map, std::uint64_t count) {
  if (levels_.size() >= limits_.max_depth)
    return fail("it is nested deeper than " + std::to_string(limits_.max_depth) + " levels");
  tagged_ = false;
  levels_.push_back({is_map, true, count});
  if (!went_on(is_map ? guide_.begin_object() : guide_.begin_list())) return false;
  if (count > 0) return true;
  levels_.pop_back();
  return went_on(guide_.end()) && item_complete();
}

bool cbor_reader::parser::on_break() {
  if (chunked_) {
    chunked_ = false;
    return text_complete(text_);
  }
  if (levels_.empty() || levels_.back().remaining != indefinite || tagged_) return fail("an end without a beginning");
  if (levels_.back().is_map && !levels_.back().at_key) return fail("a map key without a value");
  levels_.pop_back();
  return went_on(guide_.end()) && item_complete();
}

bool cbor_reader::parser::on_simple(unsigned info, std::uint64_t argument) {
  if (key_is_due()) return fail("a map key that is no text");
  bool good = false;
  switch (info) {
    case 20:
    case 21: good = guide_.boolean(info == 21); break;
    case 22:
    case 23: good = guide_.null(); break;
    case 25: good = guide_.real(half(argument), {}); break;
    case 26: good = guide_.real(std::bit_cast<float>(static_cast<std::uint32_t>(argument)), {}); break;
    case 27: good = guide_.real(std::bit_cast<double>(argument), {}); break;
    default: return fail("a simple value that is not known");
  }
  return went_on(good) && item_complete();
}

bool cbor_reader::parser::on_number(bool negative, std::uint64_t argument) {
  bool good = false;
  if (argument <= static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
    const auto number = static_cast<std::int64_t>(argument);
    good = guide_.integer(negative ? -1 - number : number);
  } else {
    const auto size = static_cast<double>(argument);
    good = guide_.real(negative ? -1 - size : size, {});
  }
  return went_on(good) && item_complete();
}

bool cbor_reader::parser::on_tag(std::uint64_t tag) {
  constexpr std::uint64_t first_refused = 2;  // bignums 2 and 3, decimal fraction 4, bigfloat 5
  constexpr std::uint64_t last_refused = 5;
  if (tag >= first_refused && tag <= last_refused)
    return fail("a number with tag " + std::to_string(tag) + ", which is not supported");
  tagged_ = true;  // times are known by the member they belong to; other tags add nothing
  return true;
}

bool cbor_reader::parser::take_text(std::string_view& piece) {
  const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(text_missing_, piece.size()));
  const std::string_view part = piece.substr(0, size);
  piece.remove_prefix(size);
  text_missing_ -= size;
  if (text_missing_ == 0) {
    in_text_ = false;
    if (!chunked_ && text_.empty()) return text_complete(part);
  }
  text_.append(part);
  return text_missing_ > 0 || chunked_ || text_complete(text_);
}

bool cbor_reader::parser::text_complete(std::string_view text) {
  bool good = true;
  if (text_type_ == text_string && !valid_utf8(text)) {
    good = fail("text that is not UTF-8");
  } else if (key_is_due()) {
    guide_.key(text);
    good = item_complete();
  } else {
    good = went_on(text_type_ == text_string ? guide_.text(text) : guide_.bytes(text)) && item_complete();
  }
  text_.clear();
  return good;
}

// Counts the item in what it is part of; the last one ends that, and so on.
bool cbor_reader::parser::item_complete() {
  tagged_ = false;
  while (!levels_.empty()) {
    level& in = levels_.back();
    in.at_key = !in.at_key;
    if (in.remaining == indefinite || --in.remaining > 0) return true;
    levels_.pop_back();
    if (!went_on(guide_.end())) return false;
  }
  done_ = true;
  return true;
}

bool cbor_reader::parser::went_on(bool good) {
  if (good) return true;
  failed_ = true;
  failure_ = guide_.failure();
  return false;
}

bool cbor_reader::parser::fail(std::string_view problem) {
  if (failed_) return false;
  failed_ = true;
  failure_ = guide_.problem("not CBOR: " + std::string{problem} + " (near byte " + std::to_string(read_) + ")");
  return false;
}

}  // namespace aloft::serde
