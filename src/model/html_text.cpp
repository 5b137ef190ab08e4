#include "model/html_text.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>
#include <vector>

namespace aloft::model {
namespace {

constexpr bool is_space(char c) noexcept { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

void append_utf8(std::string& out, std::uint32_t code) {
  if (code < 0x80) {
    out += static_cast<char>(code);
  } else if (code < 0x800) {
    out += static_cast<char>(0xc0 | code >> 6);
    out += static_cast<char>(0x80 | (code & 0x3f));
  } else if (code < 0x10000) {
    out += static_cast<char>(0xe0 | code >> 12);
    out += static_cast<char>(0x80 | (code >> 6 & 0x3f));
    out += static_cast<char>(0x80 | (code & 0x3f));
  } else {
    out += static_cast<char>(0xf0 | code >> 18);
    out += static_cast<char>(0x80 | (code >> 12 & 0x3f));
    out += static_cast<char>(0x80 | (code >> 6 & 0x3f));
    out += static_cast<char>(0x80 | (code & 0x3f));
  }
}

// The character that the body of an entity ("lt", "#x41") stands for; nothing when it is none.
std::optional<std::uint32_t> character_of(std::string_view entity) {
  static constexpr std::pair<std::string_view, std::uint32_t> named[] = {
      {"lt", '<'}, {"gt", '>'}, {"amp", '&'}, {"quot", '"'}, {"apos", '\''}, {"nbsp", ' '},
  };
  for (const auto& [name, code] : named)
    if (entity == name) return code;
  if (!entity.starts_with('#')) return std::nullopt;
  const bool hexadecimal = entity.starts_with("#x") || entity.starts_with("#X");
  entity.remove_prefix(hexadecimal ? 2 : 1);
  std::uint32_t code = 0;
  const auto [end, fault] = std::from_chars(entity.data(), entity.data() + entity.size(), code, hexadecimal ? 16 : 10);
  const bool surrogate = code >= 0xd800 && code < 0xe000;
  if (fault != std::errc{} || end != entity.data() + entity.size() || surrogate || code > 0x10ffff) return std::nullopt;
  if (code == 0x2028) return '\n';                                   // the line separator
  return code < 0x20 || (code >= 0x7f && code < 0xa0) ? '-' : code;  // control codes: old dashes
}

// Writes words; turns requests for line breaks into at most one blank line, and indents.
class writer {
 public:
  void word_part(std::string_view text) {
    if (text.empty()) return;
    start_line();
    if (space_ && !fresh_) out_ += ' ';
    space_ = fresh_ = held_ = false;
    out_ += text;
  }
  void space() noexcept { space_ = true; }
  // Asks that what follows begins at least `lines` lines further down; not directly after a bullet.
  void below(int lines) {
    if (!fresh_ && !held_) breaks_ = std::max(breaks_, lines);
    space_ = false;
  }
  // The same, whatever was asked for before.
  void exactly_below(int lines) {
    if (!fresh_) breaks_ = lines;
    space_ = false;
  }
  // The next line, whatever is asked for before it begins.
  void next_line() {
    exactly_below(1);
    held_ = true;
  }
  // Text such as "- " whose content goes on in the same line.
  void lead(std::string_view text, int lines) {
    fresh_ = held_ = false;
    below(lines);
    start_line();
    out_ += text;
    fresh_ = true;
  }
  void indent(int by) { indent_ += by; }
  std::string finish() && {
    while (!out_.empty() && is_space(out_.back())) out_.pop_back();
    return std::move(out_);
  }

 private:
  void start_line() {
    if (breaks_ == 0) return;
    if (!out_.empty()) {
      out_.append(static_cast<std::size_t>(breaks_), '\n');
      out_.append(static_cast<std::size_t>(std::max(indent_, 0)), ' ');
    }
    breaks_ = 0;
    space_ = false;
    fresh_ = true;
  }

  std::string out_;
  int breaks_ = 0;
  int indent_ = 0;
  bool space_ = false;
  bool fresh_ = true;  // at the beginning of a line or right after a lead
  bool held_ = false;  // no more line breaks before the next text
};

class converter {
 public:
  std::string convert(std::string_view html) && {
    while (!html.empty()) {
      if (html.front() == '<' && take_tag(html)) continue;
      if (html.front() == '&' && take_entity(html)) continue;
      take_text(html);
    }
    return std::move(out_).finish();
  }

 private:
  void take_text(std::string_view& html) {
    if (is_space(html.front())) {
      out_.space();
      html.remove_prefix(1);
      return;
    }
    std::size_t end = 1;
    while (end < html.size() && !is_space(html[end]) && html[end] != '<' && html[end] != '&') ++end;
    out_.word_part(html.substr(0, end));
    html.remove_prefix(end);
  }

  bool take_entity(std::string_view& html) {
    const auto end = html.substr(0, 12).find(';');
    if (end == html.npos) return false;
    const auto code = character_of(html.substr(1, end - 1));
    if (!code) return false;
    std::string text;
    append_utf8(text, *code);
    if (*code == '\n')
      out_.below(1);
    else if (*code == ' ')
      out_.space();
    else
      out_.word_part(text);
    html.remove_prefix(end + 1);
    return true;
  }

  bool take_tag(std::string_view& html) {
    const auto end = html.find('>');
    if (end == html.npos) return false;
    auto tag = html.substr(1, end - 1);
    const bool closing = tag.starts_with('/');
    if (closing) tag.remove_prefix(1);
    tag = tag.substr(0, tag.find_first_of(" \t\r\n/"));
    if (!apply(tag, closing)) return false;
    html.remove_prefix(end + 1);
    return true;
  }

  bool apply(std::string_view tag, bool closing) {
    static constexpr std::string_view paragraphs[] = {"p", "h1", "h2", "h3", "pre", "fullname", "para", "div"};
    static constexpr std::string_view inlines[] = {"a",        "b",           "i",     "em",           "strong",
                                                   "u",        "link",        "xhtml", "zonbook",      "text",
                                                   "filename", "replaceable", "span",  "accessibility"};
    if (std::ranges::find(paragraphs, tag) != std::end(paragraphs)) return out_.below(2), true;
    if (std::ranges::find(inlines, tag) != std::end(inlines)) return true;
    if (tag == "code") return out_.word_part("`"), true;
    if (tag == "br") return out_.below(1), true;
    if (tag == "ul" || tag == "ol") return list(tag == "ol", closing), true;
    if (tag == "li") return closing ? end_item() : item(), true;
    if (tag == "dl") return out_.below(2), true;
    if (tag == "dt") return out_.below(closing ? 1 : 2), true;
    if (tag == "dd") return definition(closing), true;
    if (tag == "note") return remark("Note: ", closing), true;
    if (tag == "important") return remark("Important: ", closing), true;
    return false;
  }

  void list(bool numbered, bool closing) {
    if (!closing) {
      lists_.empty() ? out_.below(2) : out_.exactly_below(1);
      lists_.push_back({numbered, 0, false});
    } else if (!lists_.empty()) {
      end_item();
      lists_.pop_back();
      out_.below(lists_.empty() ? 2 : 1);
    }
  }

  // What follows within an item is indented below its bullet.
  void item() {
    end_item();
    const bool numbered = !lists_.empty() && lists_.back().numbered;
    out_.lead(numbered ? std::to_string(++lists_.back().items) + ". " : "- ", 1);
    if (lists_.empty()) return;
    lists_.back().in_item = true;
    out_.indent(2);
  }

  void end_item() {
    if (lists_.empty() || !lists_.back().in_item) return;
    lists_.back().in_item = false;
    out_.indent(-2);
    out_.exactly_below(1);
  }

  void definition(bool closing) {
    out_.indent(closing ? -2 : 2);
    closing ? out_.below(1) : out_.next_line();
  }

  void remark(std::string_view label, bool closing) {
    if (closing)
      out_.below(2);
    else
      out_.lead(label, 2);
  }

  struct open_list {
    bool numbered;
    int items;
    bool in_item;
  };
  writer out_;
  std::vector<open_list> lists_;
};

}  // namespace

std::string html_to_text(std::string_view html) { return converter{}.convert(html); }

}  // namespace aloft::model
