#include "serde/xml_tokenizer.hpp"

#include "core/short_text.hpp"
#include "serde/xml_characters.hpp"

namespace aloft::serde {

using xml::is;

xml_tokenizer::xml_tokenizer(std::size_t max_depth) : max_depth_{max_depth} { utf8_.refuse_noncharacters(); }

void xml_tokenizer::feed(std::string_view piece) {
  if (problem_ != nullptr || piece.empty()) return;
  keep_names();
  dropped_ += at_;
  buffer_.resize(size_);
  buffer_.erase(0, at_);
  at_ = 0;
  append(piece);
  size_ = buffer_.size();
  buffer_.append(padding, '\0');
}

// Checks the piece and adds it, with every line end as '\n' before anything else looks at them (XML 1.0 §2.11).
void xml_tokenizer::append(std::string_view piece) {
  // Simple enough for the compiler to make vector code of it.
  unsigned char bits = 0;
  unsigned char controls = 0;
  unsigned char returns = 0;
  for (const char c : piece) {
    const auto byte = static_cast<unsigned char>(c);
    bits = static_cast<unsigned char>(bits | byte);
    returns = static_cast<unsigned char>(returns | (byte == '\r'));
    controls =
        static_cast<unsigned char>(controls | ((byte < 0x20) & (byte != '\n') & (byte != '\t') & (byte != '\r')));
  }
  if (controls != 0) {
    problem_ = "a control character, which XML does not allow";
    return;
  }
  if ((bits >= 0x80 || !utf8_.complete()) && !utf8_.feed(piece)) {
    problem_ = "bytes that are not UTF-8";
    return;
  }
  if (!after_return_ && returns == 0) {
    buffer_.append(piece);
    return;
  }
  for (const char c : piece) {
    const bool second_half = after_return_ && c == '\n';
    after_return_ = c == '\r';
    if (!second_half) buffer_.push_back(after_return_ ? '\n' : c);
  }
}

// The buffer is about to change: names of elements that stay open move out of it.
void xml_tokenizer::keep_names() {
  for (; kept_ < open_.size(); ++kept_) {
    open_name& name = open_[kept_];
    const std::size_t place = names_.size();
    names_.append(buffer_, name.offset, name.size);
    name.offset = place;
  }
}

xml_token xml_tokenizer::fail(const char* problem) noexcept {
  if (problem_ == nullptr) problem_ = problem;
  return xml_token::error;
}

xml_token xml_tokenizer::incomplete() noexcept {
  if (finished_) {
    if (had_root_ && open_.empty() && mode_ == mode::content && at_ == size_) return xml_token::done;
    return fail(had_root_ ? "the document is truncated" : "the document has no element");
  }
  if (size_ - at_ > max_markup) return fail("a tag of more than 64 kB");
  return xml_token::need_more;
}

std::string xml_tokenizer::problem() const {
  return std::string{problem_ != nullptr ? problem_ : "nothing"} + " (near byte " + std::to_string(dropped_ + at_) +
         ")";
}

xml_token xml_tokenizer::next() {
  if (problem_ != nullptr) return xml_token::error;
  if (empty_element_) {
    empty_element_ = false;
    return close();
  }
  for (;;) {
    outcome done = outcome::ok;
    switch (mode_) {
      case mode::content: break;
      case mode::cdata:
        if (const xml_token token = cdata_text(); mode_ == mode::cdata || token == xml_token::text) return token;
        continue;
      case mode::beginning: done = beginning(); break;
      case mode::comment: done = skip_comment(); break;
      case mode::instruction: done = skip_instruction(); break;
    }
    if (done == outcome::incomplete) return incomplete();
    if (done == outcome::wrong) return xml_token::error;

    const char* const from = begin();
    if (*from == '<') {
      if (is(from[1], xml::name_start) || from[1] == ':') return start_tag(from);
      if (from[1] == '/') return end_tag(from);
      done = markup(from);
      if (done == outcome::incomplete) return incomplete();
      if (done == outcome::wrong) return xml_token::error;
      continue;
    }
    if (from == end()) return incomplete();
    if (*from == '&') return reference(from);
    const xml_token token = plain_text(from);
    if (token != xml_token::text || !open_.empty()) return token;  // blanks around the root are no text
  }
}

xml_token xml_tokenizer::start_tag(const char* from) {
  const char* at = xml::skip_name_parts(from + 1);
  const char* local = from + 1;
  while (*at == ':') {
    local = at + 1;
    at = xml::skip_name_parts(local);
  }
  const std::string_view full{from + 1, static_cast<std::size_t>(at - from - 1)};
  name_ = {local, static_cast<std::size_t>(at - local)};
  attributes_.clear();
  if (*at != '>') {
    if (const outcome read = read_attributes(at); read != outcome::ok) {
      return read == outcome::incomplete ? incomplete() : xml_token::error;
    }
    if (*at == '/') {
      empty_element_ = true;
      ++at;
    }
  }
  if (open_.empty() && had_root_) return fail("a second root element");
  if (open_.size() >= max_depth_) return fail("elements are nested too deeply");
  had_root_ = true;
  open_.push_back({static_cast<std::size_t>(full.data() - buffer_.data()), full.size()});
  move_to(at + 1);
  return xml_token::start;
}

xml_token xml_tokenizer::end_tag(const char* from) noexcept {
  if (open_.empty()) return fail("an end tag without a start tag");
  const std::size_t length = open_.back().size;
  const char* const name = (kept_ == open_.size() ? names_.data() : buffer_.data()) + open_.back().offset;
  if (static_cast<std::size_t>(end() - from) < length + 3) return incomplete();
  const char* at = from + 2 + length;
  if (!equal_short(from + 2, name, length)) {
    return fail("an end tag with another name than the start tag");
  }
  at = xml::skip_blanks(at);
  if (at == end()) return incomplete();
  if (*at != '>') return fail("an end tag with another name than the start tag");
  move_to(at + 1);
  return close();
}

xml_token xml_tokenizer::close() noexcept {
  if (kept_ == open_.size()) {
    names_.resize(open_.back().offset);
    --kept_;
  }
  open_.pop_back();
  return xml_token::end;
}

xml_token xml_tokenizer::plain_text(const char* from) noexcept {
  if (open_.empty()) {
    const char* const after = xml::skip_blanks(from);
    if (after == from) return fail("text outside the root element");
    move_to(after);
    return xml_token::text;
  }
  const char* at = from;
  for (;;) {
    at = xml::skip_plain_text(at);
    if (*at != ']') break;
    if (end() - at < 3 && !finished_) break;  // may be the start of "]]>"
    if (at[1] == ']' && at[2] == '>') return fail("\"]]>\" in text");
    ++at;
  }
  if (at == from) return incomplete();
  text_ = {from, static_cast<std::size_t>(at - from)};
  move_to(at);
  return xml_token::text;
}

xml_token xml_tokenizer::reference(const char* from) {
  if (open_.empty()) return fail("text outside the root element");
  character_.clear();
  const char* at = from;
  if (const outcome read = read_reference(at, character_); read != outcome::ok) {
    return read == outcome::incomplete ? incomplete() : xml_token::error;
  }
  text_ = character_;
  move_to(at);
  return xml_token::text;
}

xml_token xml_tokenizer::cdata_text() noexcept {
  const char* const from = begin();
  const char* at = from;
  for (;;) {
    const auto* const bracket = static_cast<const char*>(std::memchr(at, ']', static_cast<std::size_t>(end() - at)));
    if (bracket == nullptr) {
      at = end();
      break;
    }
    at = bracket;
    const std::string_view rest{at, static_cast<std::size_t>(end() - at)};
    if (rest.starts_with("]]>") || rest == "]" || rest == "]]") break;
    ++at;
  }
  if (at == from) {
    if (end() - at < 3) return incomplete();
    mode_ = mode::content;
    move_to(at + 3);
    return xml_token::need_more;  // never seen: next() goes on in the new mode
  }
  text_ = {from, static_cast<std::size_t>(at - from)};
  move_to(at);
  return xml_token::text;
}

}  // namespace aloft::serde
