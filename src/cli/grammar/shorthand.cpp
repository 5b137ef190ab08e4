#include "cli/grammar/shorthand.hpp"

#include <algorithm>
#include <optional>

namespace aloft::cli {
namespace {

constexpr std::size_t max_depth = 64;

bool is_space(char c) noexcept { return c == ' ' || (c >= '\t' && c <= '\r'); }

bool is_key_char(char c) noexcept {
  const auto byte = static_cast<unsigned char>(c);
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || byte >= 0x80 ||
         std::string_view{"-_.#/:"}.find(c) != std::string_view::npos;
}

/// A word may start with anything but space and what opens or separates something.
bool starts_word(char c) noexcept {
  return static_cast<unsigned char>(c) > ' ' && std::string_view{"\"',=[{"}.find(c) == std::string_view::npos;
}

/// The first value after '=' may hold further '=' but no closing bracket: those end the list or object around it.
bool continues_first(char c) noexcept {
  return (is_space(c) || static_cast<unsigned char>(c) > ' ') &&
         std::string_view{"\"',]}"}.find(c) == std::string_view::npos;
}

/// In a,b,c=d the words after the first end at '=', by which the next key is known.
bool continues_second(char c) noexcept {
  return (is_space(c) || static_cast<unsigned char>(c) > ' ') &&
         std::string_view{"\"',="}.find(c) == std::string_view::npos;
}

class parser {
 public:
  explicit parser(std::string_view text) : text_{text} {}

  result<shorthand_node> run() {
    auto whole = entries();
    if (failure_) return *std::move(failure_);
    return whole;
  }

 private:
  using node = shorthand_node;

  bool at_end() const noexcept { return at_ >= text_.size(); }
  char current() const noexcept { return at_end() ? '\0' : text_[at_]; }
  bool is(char c) const noexcept { return !at_end() && text_[at_] == c; }
  void skip_space() {
    while (!at_end() && is_space(text_[at_])) ++at_;
  }
  bool failed() const noexcept { return failure_.has_value(); }

  void fail(std::string_view expected) {
    if (failure_) return;
    std::string message = "expected ";
    message += expected;
    message += at_end() ? " at the end of" : " at column " + std::to_string(at_ + 1) + " of";
    message += "\n" + point_at(text_, at_) + advice();
    failure_ = error{error_kind::usage, "Shorthand", std::move(message)};
  }

  /// How what stands here is written as a part of a value.
  std::string advice() const {
    if (auto quotes = typographic_quotes(text_); !quotes.empty()) return "\n  " + quotes;
    if (at_end() || std::string_view{"\"'[]{}"}.find(text_[at_]) == std::string_view::npos) return {};
    const char other = text_[at_] == '\'' ? '"' : '\'';
    return std::string{"\n  a value with "} + text_[at_] +
           " in it is written in quotes, which the shell must let through: " +
           (other == '"' ? "'Key=\"...\"'" : "\"Key='...'\"");
  }

  /// Whitespace around a separator means nothing.
  bool take(char c) {
    const auto start = at_;
    skip_space();
    if (!is(c)) return at_ = start, false;
    ++at_;
    skip_space();
    return true;
  }

  node entries() {
    node whole{.is = node::form::object};
    skip_space();
    while (!failed()) {
      const auto start = at_;
      node entry = key();
      if (failed()) break;
      values_of(entry);
      if (!failed()) append(whole, std::move(entry), start);
      skip_space();
      if (failed() || at_end()) break;
      if (!take(',')) fail("',' before the next key=value");
    }
    return whole;
  }

  /// `start`: where the entry's key stands.
  void append(node& object, node entry, std::size_t start) {
    const auto same = [&](const node& other) { return other.key == entry.key; };
    if (std::any_of(object.nodes.begin(), object.nodes.end(), same)) {
      at_ = start;
      return fail("every key once ('" + entry.key + "' is here a second time)");
    }
    object.nodes.push_back(std::move(entry));
  }

  /// The key of an entry up to and with '=' or '@='.
  node key() {
    node entry{.offset = at_};
    if (is('"') || is('\'')) {
      entry.key = quoted();
    } else {
      while (!at_end() && is_key_char(text_[at_])) entry.key += text_[at_++];
    }
    if (failed()) return entry;
    if (entry.key.empty()) return fail("a key (key=value)"), entry;
    entry.from_file = take('@');
    if (!take('=')) fail("'=' after the key '" + entry.key + "'");
    return entry;
  }

  /// What may follow key=: nothing, [list], {object}, a value, or values with commas between.
  void values_of(node& entry) {
    const auto key_offset = entry.offset;
    node found = at_end() ? node{.offset = at_} : is('[') || is('{') ? bracketed() : separated();
    found.key = std::move(entry.key);
    found.from_file = entry.from_file;
    if (found.is == node::form::text && found.offset >= text_.size()) found.offset = key_offset;
    entry = std::move(found);
  }

  node separated() {
    node first = first_value();
    skip_space();
    if (failed() || !is(',')) return first;
    node list{.is = node::form::list, .offset = first.offset};
    list.nodes.push_back(std::move(first));
    while (is(',')) {
      const auto comma = at_;
      take(',');
      if (at_end()) return fail("a value after ','"), list;
      auto next = second_value();
      skip_space();
      if (failed()) return list;
      if (!next || (!at_end() && !is(','))) {  // this was the key of the next entry
        at_ = comma;
        break;
      }
      list.nodes.push_back(*std::move(next));
    }
    return list.nodes.size() == 1 ? std::move(list.nodes.front()) : list;
  }

  node first_value() {
    node value{.offset = at_};
    if (is('"') || is('\'')) {
      value.text = quoted();
    } else if (!at_end() && starts_word(text_[at_])) {
      value.text = word(continues_first);
    }
    return value;
  }

  std::optional<node> second_value() {
    node value{.offset = at_};
    if (is('"') || is('\'')) {
      value.text = quoted();
    } else if (starts_word(current())) {
      value.text = word(continues_second);
    } else {
      return std::nullopt;
    }
    return value;
  }

  std::string word(bool (*continues)(char)) {
    std::string text;
    while (!at_end()) {
      if (text_.substr(at_, 2) == "\\,") {
        text += ',';
        at_ += 2;
      } else if (text.empty() || continues(text_[at_])) {
        text += text_[at_++];
      } else {
        break;
      }
    }
    while (!text.empty() && is_space(text.back())) text.pop_back();
    return text;
  }

  std::string quoted() {
    const char quote = text_[at_];
    const auto start = at_++;
    std::string text;
    while (!at_end() && text_[at_] != quote) {
      if (text_[at_] == '\\' && at_ + 1 < text_.size() && (text_[at_ + 1] == quote || text_[at_ + 1] == '\\')) ++at_;
      text += text_[at_++];
    }
    if (at_end()) {
      at_ = start;
      fail(std::string{"a closing "} + quote + " for the quote");
    } else {
      ++at_;
    }
    return text;
  }

  /// A value inside brackets, where commas always separate.
  node explicit_value() { return is('[') || is('{') ? bracketed() : first_value(); }

  node bracketed() {
    if (++depth_ > max_depth) return fail("at most 64 brackets inside each other"), node{};
    const bool list = is('[');
    const char close = list ? ']' : '}';
    node whole{.is = list ? node::form::list : node::form::object, .offset = at_};
    ++at_;
    skip_space();
    while (!failed() && !is(close)) {
      if (at_end()) return fail(std::string{"'"} + close + "'"), whole;
      const auto start = at_;
      if (list) {
        whole.nodes.push_back(explicit_value());
      } else {
        node entry = key();
        if (failed()) break;
        node value = explicit_value();
        value.key = std::move(entry.key);
        value.from_file = entry.from_file;
        if (!failed()) append(whole, std::move(value), start);
      }
      skip_space();
      if (failed() || is(close)) break;
      if (!take(',')) fail(std::string{"',' or '"} + close + "'");
      if (at_ == start) fail("a value");
    }
    if (!failed()) ++at_;
    --depth_;
    return whole;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t depth_ = 0;
  std::optional<error> failure_;
};

}  // namespace

result<shorthand_node> parse_shorthand(std::string_view text) { return parser{text}.run(); }

std::string typographic_quotes(std::string_view text) {
  for (const std::string_view quote : {"\u201c", "\u201d", "\u2018", "\u2019"})
    if (text.find(quote) != std::string_view::npos) return std::string{quote} + " is a typographic quote: type \" or '";
  return {};
}

std::string point_at(std::string_view text, std::size_t offset) {
  constexpr std::size_t before = 60, after = 40;
  offset = std::min(offset, text.size());
  const auto start = offset > before ? offset - before : 0;
  const auto end = std::min(text.size(), offset + after);
  std::string shown = "  ";
  std::size_t column = shown.size();
  if (start > 0) shown += "...", column += 3;
  for (auto at = start; at < end; ++at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    shown += byte < ' ' || byte == 0x7f ? ' ' : text[at];
    // A mark stands under characters, so the continuation bytes of UTF-8 do not count.
    if (at < offset && (byte & 0xc0) != 0x80) ++column;
  }
  if (end < text.size()) shown += "...";
  return shown + "\n" + std::string(column, ' ') + "^";
}

}  // namespace aloft::cli
