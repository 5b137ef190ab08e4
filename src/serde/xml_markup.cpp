// The rarer half of the tokenizer: declaration, comments, processing instructions, attributes, references.

#include "serde/xml_characters.hpp"
#include "serde/xml_tokenizer.hpp"

#include <algorithm>
#include <cstring>

namespace aloft::serde {
namespace {

using xml::is;
using xml::skip_blanks;
using xml::skip_name;

// Whether `text` could become `whole` with more bytes.
bool is_start_of(std::string_view whole, std::string_view text) noexcept { return whole.starts_with(text); }

bool is_xml_name(std::string_view target) noexcept {
  return target.size() == 3 && (target[0] | 0x20) == 'x' && (target[1] | 0x20) == 'm' && (target[2] | 0x20) == 'l';
}

bool is_xml_character(std::uint32_t code) noexcept {
  if (code < 0x20) return code == '\t' || code == '\n' || code == '\r';
  return code < 0xd800 || (code > 0xdfff && code < 0xfffe) || (code > 0xffff && code <= 0x10ffff);
}

// Takes «blanks name blanks = blanks "value"» off `text`; false when it does not start with that.
bool take_pseudo_attribute(std::string_view& text, std::string_view name, std::string_view& value) noexcept {
  const auto drop_blanks = [](std::string_view& from) {
    std::size_t count = 0;
    while (count < from.size() && is(from[count], xml::blank)) ++count;
    from.remove_prefix(count);
    return count;
  };
  std::string_view rest = text;
  if (drop_blanks(rest) == 0 || !rest.starts_with(name)) return false;
  rest.remove_prefix(name.size());
  drop_blanks(rest);
  if (!rest.starts_with('=')) return false;
  rest.remove_prefix(1);
  drop_blanks(rest);
  if (rest.empty() || (rest[0] != '"' && rest[0] != '\'')) return false;
  const std::size_t close = rest.find(rest[0], 1);
  if (close == std::string_view::npos) return false;
  value = rest.substr(1, close - 1);
  const auto allowed = [](char c) { return is(c, xml::name_part) && static_cast<unsigned char>(c) < 0x80; };
  if (!std::all_of(value.begin(), value.end(), allowed)) return false;
  text = rest.substr(close + 1);
  return true;
}

}  // namespace

xml_tokenizer::outcome xml_tokenizer::beginning() noexcept {
  constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
  constexpr std::string_view declaration_start = "<?xml";
  std::string_view text{begin(), size_ - at_};
  if (!finished_ && (text.empty() || (text.size() < 3 && is_start_of(byte_order_mark, text))))
    return outcome::incomplete;
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  if (!finished_ && text.size() <= declaration_start.size() && is_start_of(declaration_start, text))
    return outcome::incomplete;
  if (text.starts_with(declaration_start) && text.size() > declaration_start.size() && is(text[5], xml::blank)) {
    return declaration(text.data() + declaration_start.size());
  }
  mode_ = mode::content;
  move_to(text.data());
  return outcome::ok;
}

// The encoding is not looked at: AWS's bodies are UTF-8 whatever they declare, and are checked to be.
xml_tokenizer::outcome xml_tokenizer::declaration(const char* at) noexcept {
  std::string_view text{at, static_cast<std::size_t>(end() - at)};
  const std::size_t close = text.find("?>");
  if (close == std::string_view::npos) return outcome::incomplete;
  const char* const after = at + close + 2;
  text = text.substr(0, close);
  std::string_view value;
  bool good = take_pseudo_attribute(text, "version", value);
  if (take_pseudo_attribute(text, "encoding", value)) {
    good = good && !value.empty() && is(value[0], xml::name_start) && value[0] != '_';
  }
  if (take_pseudo_attribute(text, "standalone", value)) good = good && (value == "yes" || value == "no");
  if (!good || std::any_of(text.begin(), text.end(), [](char c) { return !is(c, xml::blank); })) {
    fail("a malformed XML declaration");
    return outcome::wrong;
  }
  mode_ = mode::content;
  move_to(after);
  return outcome::ok;
}

xml_tokenizer::outcome xml_tokenizer::markup(const char* from) noexcept {
  constexpr std::string_view comment = "<!--";
  constexpr std::string_view cdata = "<![CDATA[";
  constexpr std::string_view doctype = "<!DOCTYPE";
  const std::string_view text{from, static_cast<std::size_t>(end() - from)};
  if (text.starts_with(comment)) {
    mode_ = mode::comment;
    move_to(from + comment.size());
    return outcome::ok;
  }
  if (text.starts_with(cdata)) {
    if (open_.empty()) {
      fail("text outside the root element");
      return outcome::wrong;
    }
    mode_ = mode::cdata;
    move_to(from + cdata.size());
    return outcome::ok;
  }
  if (text.starts_with(doctype)) {
    fail("a DOCTYPE, which is not accepted");
    return outcome::wrong;
  }
  if (is_start_of(comment, text) || is_start_of(cdata, text) || is_start_of(doctype, text)) return outcome::incomplete;
  if (text[1] == '?') {
    const char* const at = skip_name(from + 2);
    if (at == end()) return outcome::incomplete;
    const std::string_view target{from + 2, static_cast<std::size_t>(at - from - 2)};
    if (*at == '?' && at + 1 == end()) return outcome::incomplete;
    const bool closed = at[0] == '?' && at[1] == '>';
    if (!target.empty() && !is_xml_name(target) && (closed || is(*at, xml::blank))) {
      mode_ = mode::instruction;
      move_to(at);
      return outcome::ok;
    }
  }
  fail("markup that is neither tag, comment, CDATA nor processing instruction");
  return outcome::wrong;
}

xml_tokenizer::outcome xml_tokenizer::skip_comment() noexcept {
  const std::string_view text{begin(), size_ - at_};
  const std::size_t dashes = text.find("--");
  if (dashes == std::string_view::npos) {
    move_to(end() - (text.ends_with('-') ? 1 : 0));
    return outcome::incomplete;
  }
  if (dashes + 2 == text.size()) {
    move_to(text.data() + dashes);
    return outcome::incomplete;
  }
  if (text[dashes + 2] != '>') {
    fail("\"--\" in a comment");
    return outcome::wrong;
  }
  mode_ = mode::content;
  move_to(text.data() + dashes + 3);
  return outcome::ok;
}

xml_tokenizer::outcome xml_tokenizer::skip_instruction() noexcept {
  const std::string_view text{begin(), size_ - at_};
  const std::size_t close = text.find("?>");
  if (close == std::string_view::npos) {
    move_to(end() - (text.ends_with('?') ? 1 : 0));
    return outcome::incomplete;
  }
  mode_ = mode::content;
  move_to(text.data() + close + 2);
  return outcome::ok;
}

// Leaves `at` on the '>' or '/' that ends the tag.
xml_tokenizer::outcome xml_tokenizer::read_attributes(const char*& at) {
  for (;;) {
    const char* const after_blanks = skip_blanks(at);
    const bool separated = after_blanks != at;
    at = after_blanks;
    if (*at == '>') return outcome::ok;
    if (*at == '/') {
      if (at[1] == '>') return outcome::ok;
      if (at + 1 == end()) return outcome::incomplete;
      break;
    }
    if (at == end()) return outcome::incomplete;
    const char* const name_end = skip_name(at);
    if (!separated || name_end == at) break;
    xml_attribute attribute{{at, name_end}, {}};
    at = skip_blanks(name_end);
    if (at == end()) return outcome::incomplete;
    if (*at != '=') break;
    at = skip_blanks(at + 1);
    if (at == end()) return outcome::incomplete;
    const char quote = *at++;
    if (quote != '"' && quote != '\'') break;
    while (*at != quote) {
      if (at == end()) return outcome::incomplete;
      if (*at == '<') {
        fail("\"<\" in an attribute");
        return outcome::wrong;
      }
      if (*at == '&') {
        if (const outcome read = read_reference(at, attribute.value); read != outcome::ok) return read;
        continue;
      }
      attribute.value.push_back(is(*at, xml::blank) ? ' ' : *at);
      ++at;
    }
    ++at;
    for (const xml_attribute& other : attributes_) {
      if (other.name != attribute.name) continue;
      fail("an attribute that comes twice");
      return outcome::wrong;
    }
    attributes_.push_back(std::move(attribute));
  }
  fail("a malformed tag");
  return outcome::wrong;
}

// `at` stands on '&'; afterwards behind the ';'.
xml_tokenizer::outcome xml_tokenizer::read_reference(const char*& at, std::string& to) noexcept {
  const char* const from = at + 1;
  const char* semicolon = from;
  while (is(*semicolon, xml::name_part) || *semicolon == '#' || *semicolon == ':') ++semicolon;
  if (semicolon == end()) return outcome::incomplete;
  std::string_view name{from, static_cast<std::size_t>(semicolon - from)};
  if (*semicolon == ';') {
    at = semicolon + 1;
    if (name.starts_with('#')) {
      name.remove_prefix(1);
      const bool hexadecimal = name.starts_with('x');
      if (hexadecimal) name.remove_prefix(1);
      const std::uint32_t base = hexadecimal ? 16 : 10;
      std::uint32_t code = 0;
      bool good = !name.empty();
      for (const char c : name) {
        std::uint32_t digit = 16;
        if (c >= '0' && c <= '9') digit = static_cast<std::uint32_t>(c - '0');
        if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f') digit = static_cast<std::uint32_t>((c | 0x20) - 'a' + 10);
        good = good && digit < base;
        code = std::min<std::uint32_t>(code * base + digit, 0x110000);  // stays too large once it is
      }
      if (good && is_xml_character(code)) {
        append_utf8(to, code);
        return outcome::ok;
      }
      fail("a reference to no character");
      return outcome::wrong;
    }
    constexpr std::pair<std::string_view, char> entities[] = {
        {"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}};
    for (const auto& [entity, character] : entities) {
      if (name != entity) continue;
      to.push_back(character);
      return outcome::ok;
    }
  }
  fail("a reference to an unknown entity");
  return outcome::wrong;
}

}  // namespace aloft::serde
