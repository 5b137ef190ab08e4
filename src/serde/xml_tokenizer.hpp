#pragma once
// XML without DTDs as a stream of tokens, from pieces of any size. Checks well-formedness (names of end tags,
// attributes, references, characters, UTF-8); namespaces are only cut off. Accepts what expat accepts, but for
// documents with a DOCTYPE.

#include "serde/utf8.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace aloft::serde {

enum class xml_token : std::uint8_t {
  start,      ///< a start tag: name(), attributes()
  end,        ///< an end tag, or the end of an empty element
  text,       ///< character data; one stretch of it may come as several tokens
  need_more,  ///< the next token is not complete: feed() or finish()
  done,       ///< after finish(): the document is complete
  error,      ///< not well-formed: problem()
};

struct xml_attribute {
  std::string name;   ///< with its prefix
  std::string value;  ///< references replaced, white space as spaces
};

class xml_tokenizer {
 public:
  /// Tags, references and declarations that are longer than this are refused: they are held until they are complete.
  static constexpr std::size_t max_markup = std::size_t{64} * 1024;

  explicit xml_tokenizer(std::size_t max_depth);

  /// Adds bytes; views given out before become invalid. Small pieces (16 kB) keep the buffer in the processor's cache.
  void feed(std::string_view piece);
  /// Nothing more will come.
  void finish() noexcept { finished_ = true; }

  xml_token next();

  /// Local name of the element that starts; valid until the next feed().
  std::string_view name() const noexcept { return name_; }
  std::span<const xml_attribute> attributes() const noexcept { return attributes_; }
  /// Valid until the next call of next() or feed().
  std::string_view text() const noexcept { return text_; }
  /// Open elements.
  std::size_t depth() const noexcept { return open_.size(); }
  /// What is wrong, for people; with the place in bytes.
  std::string problem() const;

 private:
  enum class mode : std::uint8_t { beginning, content, comment, instruction, cdata };
  enum class outcome : std::uint8_t { ok, incomplete, wrong };

  // Words are read whole, so that many zeros follow the text; a zero also ends every scan.
  static constexpr std::size_t padding = 8;
  // The name of an open element: in the buffer, or (from the next feed() on) in names_.
  struct open_name {
    std::size_t offset;
    std::size_t size;
  };

  const char* begin() const noexcept { return buffer_.data() + at_; }
  const char* end() const noexcept { return buffer_.data() + size_; }
  void move_to(const char* position) noexcept { at_ = static_cast<std::size_t>(position - buffer_.data()); }

  xml_token fail(const char* problem) noexcept;
  xml_token incomplete() noexcept;
  xml_token close() noexcept;
  void keep_names();
  xml_token start_tag(const char* from);
  xml_token end_tag(const char* from) noexcept;
  xml_token plain_text(const char* from) noexcept;
  xml_token reference(const char* from);
  xml_token cdata_text() noexcept;
  outcome beginning() noexcept;
  outcome declaration(const char* at) noexcept;
  outcome markup(const char* from) noexcept;  // comment, CDATA, DOCTYPE, processing instruction: sets the mode
  outcome skip_comment() noexcept;
  outcome skip_instruction() noexcept;
  outcome read_attributes(const char*& at);
  outcome read_reference(const char*& at, std::string& to) noexcept;
  void append(std::string_view piece);

  std::string buffer_;           // text, then padding
  std::size_t size_ = 0;         // of the text
  std::size_t at_ = 0;           // what is before has been dealt with
  std::vector<open_name> open_;  // the open elements
  std::size_t kept_ = 0;         // how many of their names are in names_
  std::string names_;
  std::string_view name_;
  std::string_view text_;
  std::string character_;  // what a reference in text stands for
  std::vector<xml_attribute> attributes_;
  utf8_checker utf8_;
  std::size_t max_depth_;
  std::size_t dropped_ = 0;  // bytes that have left the buffer
  const char* problem_ = nullptr;
  mode mode_ = mode::beginning;
  bool finished_ = false;
  bool had_root_ = false;
  bool empty_element_ = false;  // "<a/>": its end comes next
  bool after_return_ = false;   // the last byte was '\r': a '\n' belongs to it
};

}  // namespace aloft::serde
