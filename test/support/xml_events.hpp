#pragma once
// The events of an XML document as one text, by aloft's tokenizer and by expat: they must agree on every document.

#include "serde/xml_tokenizer.hpp"

#include <expat.h>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace aloft::test {

/// "<a x=1;" for a start tag, ">" for its end, text between quotes; neighbouring text is one text.
class event_text {
 public:
  void start(std::string_view name) { mark('<').append(name); }
  void attribute(std::string_view name, std::string_view value) {
    text_.append(" ").append(name).append("=").append(value).append(";");
  }
  void end() { mark('>'); }
  void text(std::string_view text) {
    if (text.empty()) return;
    if (!in_text_) text_.push_back('"');
    in_text_ = true;
    text_.append(text);
  }
  const std::string& str() const noexcept { return text_; }

 private:
  std::string& mark(char c) {
    in_text_ = false;
    text_.push_back(c);
    return text_;
  }

  std::string text_;
  bool in_text_ = false;
};

inline std::string_view local_name(std::string_view name) { return name.substr(name.rfind(':') + 1); }

/// Nothing when the document is refused; fed in pieces of `piece` bytes.
inline std::optional<std::string> aloft_events(std::string_view body, std::size_t piece) {
  serde::xml_tokenizer tokens{100'000};
  event_text events;
  for (;;) {
    switch (tokens.next()) {
      case serde::xml_token::start:
        events.start(tokens.name());
        for (const auto& attribute : tokens.attributes()) events.attribute(attribute.name, attribute.value);
        break;
      case serde::xml_token::end: events.end(); break;
      case serde::xml_token::text: events.text(tokens.text()); break;
      case serde::xml_token::done: return events.str();
      case serde::xml_token::error: return std::nullopt;
      case serde::xml_token::need_more:
        if (body.empty()) {
          tokens.finish();
        } else {
          // A copy, so that sanitizers see any look beyond the piece or back to it.
          tokens.feed(std::string{body.substr(0, piece)});
          body.remove_prefix(std::min(piece, body.size()));
        }
    }
  }
}

inline std::optional<std::string> expat_events(std::string_view body) {
  XML_Parser parser = XML_ParserCreate("UTF-8");
  event_text events;
  XML_SetUserData(parser, &events);
  XML_SetElementHandler(
      parser,
      [](void* to, const char* name, const char** attributes) {
        auto& all = *static_cast<event_text*>(to);
        all.start(local_name(name));
        for (; *attributes != nullptr; attributes += 2) all.attribute(attributes[0], attributes[1]);
      },
      [](void* to, const char*) { static_cast<event_text*>(to)->end(); });
  XML_SetCharacterDataHandler(parser, [](void* to, const char* text, int size) {
    static_cast<event_text*>(to)->text({text, static_cast<std::size_t>(size)});
  });
  const bool accepted = XML_Parse(parser, body.data(), static_cast<int>(body.size()), 1) == XML_STATUS_OK;
  XML_ParserFree(parser);
  if (!accepted) return std::nullopt;
  return events.str();
}

/// Documents outside what the two are to agree on: DTDs, which aloft refuses, and names of other alphabets, whose
/// letters aloft does not look up.
inline bool is_outside_the_subset(std::string_view body) {
  bool in_markup = false;
  for (const char c : body) {
    if (c == '<') in_markup = true;
    if (c == '>') in_markup = false;
    if (in_markup && static_cast<unsigned char>(c) >= 0x80) return true;
  }
  return body.find("<!DOCTYPE") != std::string_view::npos;
}

}  // namespace aloft::test
