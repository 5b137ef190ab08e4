#include "serde/cbor_writer.hpp"

#include "serde/cbor_types.hpp"

#include <bit>
#include <cmath>
#include <utility>

namespace aloft::serde {
namespace {

using namespace cbor;
using model::shape_type;

constexpr char indefinite_length = 31;
constexpr char break_code = static_cast<char>(0xff);

char initial_byte(unsigned major, unsigned argument) noexcept { return static_cast<char>(major << 5 | argument); }

void append_big_endian(std::string& to, std::uint64_t number, int bytes) {
  for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) to.push_back(static_cast<char>(number >> shift));
}

}  // namespace

void cbor_writer::head(unsigned major, std::uint64_t argument) {
  if (argument < 24) {
    out_.push_back(initial_byte(major, static_cast<unsigned>(argument)));
  } else if (argument <= 0xff) {
    out_.push_back(initial_byte(major, 24));
    append_big_endian(out_, argument, 1);
  } else if (argument <= 0xffff) {
    out_.push_back(initial_byte(major, 25));
    append_big_endian(out_, argument, 2);
  } else if (argument <= 0xffffffff) {
    out_.push_back(initial_byte(major, 26));
    append_big_endian(out_, argument, 4);
  } else {
    out_.push_back(initial_byte(major, 27));
    append_big_endian(out_, argument, 8);
  }
}

void cbor_writer::begin(const model::shape& shape, std::size_t size) {
  const unsigned major = shape.type == shape_type::list ? array : map;
  const bool indefinite = size == unknown_size;
  if (indefinite) {
    out_.push_back(initial_byte(major, indefinite_length));
  } else {
    head(major, size);
  }
  frames_.push_back({&shape, indefinite});
  if (shape.type == shape_type::list) target_ = shape.element->target;
}

void cbor_writer::end() {
  if (frames_.back().indefinite) out_.push_back(break_code);
  frames_.pop_back();
  if (!frames_.empty() && frames_.back().shape->type == shape_type::list)
    target_ = frames_.back().shape->element->target;
}

void cbor_writer::member(const model::member& member) {
  target_ = nullptr;
  text(member.name);
  target_ = member.target;
}

void cbor_writer::key(std::string_view key) {
  text(key);
  target_ = frames_.back().shape->element->target;
}

void cbor_writer::text(std::string_view value) {
  head(text_string, value.size());
  out_.append(value);
}

void cbor_writer::blob(std::string_view bytes) {
  head(byte_string, bytes.size());
  out_.append(bytes);
}

void cbor_writer::integer(std::int64_t value) {
  if (value >= 0) {
    head(unsigned_integer, static_cast<std::uint64_t>(value));
  } else {
    head(negative_integer, ~static_cast<std::uint64_t>(value));
  }
}

void cbor_writer::real(double value) {
  const bool single = !std::isfinite(value) || (target_ != nullptr && target_->type == shape_type::single);
  out_.push_back(initial_byte(simple, single ? 26 : 27));
  if (single) {
    append_big_endian(out_, std::bit_cast<std::uint32_t>(static_cast<float>(value)), 4);
  } else {
    append_big_endian(out_, std::bit_cast<std::uint64_t>(value), 8);
  }
}

void cbor_writer::boolean(bool value) { out_.push_back(initial_byte(simple, value ? 21 : 20)); }

// Tag 1: seconds since 1970, whole where they are, else a double.
void cbor_writer::timestamp(aloft::timestamp value) {
  head(tag, 1);
  const std::int32_t microseconds = value.nanoseconds / 1'000;
  if (microseconds == 0) {
    integer(value.seconds);
    return;
  }
  out_.push_back(initial_byte(simple, 27));
  const double seconds = static_cast<double>(static_cast<long double>(value.seconds) + microseconds / 1e6L);
  append_big_endian(out_, std::bit_cast<std::uint64_t>(seconds), 8);
}

void cbor_writer::null() { out_.push_back(initial_byte(simple, 22)); }

std::string cbor_writer::take() { return std::exchange(out_, {}); }

}  // namespace aloft::serde
