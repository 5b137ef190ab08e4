#pragma once
// The first byte of a data item of CBOR, as reader and writer see it: RFC 8949 §3.

namespace aloft::serde::cbor {

/// Major types, the upper three bits.
enum : unsigned {
  unsigned_integer = 0,
  negative_integer = 1,
  byte_string = 2,
  text_string = 3,
  array = 4,
  map = 5,
  tag = 6,
  simple = 7
};

}  // namespace aloft::serde::cbor
