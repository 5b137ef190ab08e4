#pragma once
// The incremental half of the CBOR reader: bytes in, events for the guide out. Nothing is preallocated by what a length
// says.

#include "serde/cbor_reader.hpp"
#include "serde/tree_guide.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace aloft::serde {

class cbor_reader::parser {
 public:
  parser(const model::shape& root, shape_sink& sink, const cbor_reader_options& options);

  result<void> write(std::string_view piece);
  result<void> finish();

 private:
  static constexpr std::uint64_t indefinite = static_cast<std::uint64_t>(-1);

  struct level {
    bool is_map;
    bool at_key;              // of a map: a key comes next
    std::uint64_t remaining;  // items (elements, or keys and values together) to come, or `indefinite`
  };

  bool take_head(std::string_view& piece);
  bool take_text(std::string_view& piece);
  bool on_head();
  bool on_argument(unsigned major, std::uint64_t argument);
  bool on_indefinite(unsigned major);
  bool on_break();
  bool on_simple(unsigned info, std::uint64_t argument);
  bool on_number(bool negative, std::uint64_t argument);
  bool on_tag(std::uint64_t tag);
  bool open(bool is_map, std::uint64_t count);
  bool text_complete(std::string_view text);
  bool item_complete();
  bool key_is_due() const noexcept { return !levels_.empty() && levels_.back().is_map && levels_.back().at_key; }
  bool went_on(bool good);
  bool fail(std::string_view problem);

  tree_guide guide_;
  read_limits limits_;
  std::vector<level> levels_;
  std::array<unsigned char, 9> head_{};
  std::size_t head_size_ = 0;       // bytes of the item's head that are there
  std::string text_;                // a string that comes in parts
  std::uint64_t text_missing_ = 0;  // bytes of the string, or of its chunk, to come
  unsigned text_type_ = 0;          // 2 or 3 while a string is read
  bool in_text_ = false;
  bool chunked_ = false;  // the string has no length of its own: chunks come until a break
  bool tagged_ = false;   // a tag came: its item must follow
  bool done_ = false;
  std::size_t read_ = 0;
  error failure_;
  bool failed_ = false;
};

}  // namespace aloft::serde
