#pragma once
// A service's texts in the documentation pack: a header, records sorted by key, then the characters.

#include <cstdint>
#include <string>
#include <string_view>

namespace aloft::model::documentation_format {

constexpr std::uint32_t magic = 0x31444c41;  // "ALD1"

struct header {
  std::uint32_t magic, size, count;
};

struct record {
  std::uint32_t key, key_size, text, text_size;  ///< offsets in the characters
};

// Names in models hold neither ':' nor '.'.
constexpr std::string_view service_key;
inline std::string operation_key(std::string_view name) { return "o:" + std::string{name}; }
inline std::string shape_key(std::string_view name) { return "s:" + std::string{name}; }
inline std::string member_key(std::string_view shape, std::string_view name) {
  return "m:" + std::string{shape} + "." + std::string{name};
}

}  // namespace aloft::model::documentation_format
