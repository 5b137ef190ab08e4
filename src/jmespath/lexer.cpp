#include "jmespath/lexer.hpp"

#include <boost/json/parse.hpp>

namespace aloft::jmespath {
namespace {

bool starts_name(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

class lexer {
 public:
  explicit lexer(std::string_view text) : text_{text} {}

  std::vector<token> run() {
    while (skip_space(), at_ < text_.size()) one();
    add(token_kind::end, text_.size());
    return std::move(tokens_);
  }

 private:
  char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }

  void skip_space() {
    while (at_ < text_.size() && (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r')) ++at_;
  }

  token& add(token_kind kind, std::size_t at, std::string text = {}) {
    auto& made = tokens_.emplace_back();
    made.kind = kind;
    made.at = at;
    made.text = std::move(text);
    return made;
  }

  void simple(token_kind kind, std::size_t length) {
    add(kind, at_, std::string{text_.substr(at_, length)});
    at_ += length;
  }

  void one() {
    const char c = peek(), next = peek(1);
    if (starts_name(c)) return name();
    if (is_digit(c) || c == '-') return number();
    switch (c) {
      case '"': return quoted();
      case '\'': return raw_text();
      case '`': return json_literal();
      case '.': return simple(token_kind::dot, 1);
      case '*': return simple(token_kind::star, 1);
      case ']': return simple(token_kind::right_bracket, 1);
      case '{': return simple(token_kind::left_brace, 1);
      case '}': return simple(token_kind::right_brace, 1);
      case '(': return simple(token_kind::left_paren, 1);
      case ')': return simple(token_kind::right_paren, 1);
      case ',': return simple(token_kind::comma, 1);
      case ':': return simple(token_kind::colon, 1);
      case '@': return simple(token_kind::current, 1);
      case '[':
        if (next == ']') return simple(token_kind::flatten, 2);
        if (next == '?') return simple(token_kind::filter, 2);
        return simple(token_kind::left_bracket, 1);
      case '|': return next == '|' ? simple(token_kind::logical_or, 2) : simple(token_kind::pipe, 1);
      case '&': return next == '&' ? simple(token_kind::logical_and, 2) : simple(token_kind::reference, 1);
      case '!': return next == '=' ? simple(token_kind::comparator, 2) : simple(token_kind::negation, 1);
      case '<':
      case '>': return simple(token_kind::comparator, next == '=' ? 2 : 1);
      case '=':
        if (next == '=') return simple(token_kind::comparator, 2);
        syntax_fault(at_, "'=' alone; a comparison is '=='");
      default: syntax_fault(at_, std::string{"unexpected character '"} + c + "'");
    }
  }

  void name() {
    const std::size_t start = at_;
    while (starts_name(peek()) || is_digit(peek())) ++at_;
    add(token_kind::name, start, std::string{text_.substr(start, at_ - start)});
  }

  void number() {
    const std::size_t start = at_++;
    while (is_digit(peek())) ++at_;
    if (text_[start] == '-' && at_ == start + 1) syntax_fault(start, "'-' without a number");
    add(token_kind::number, start, std::string{text_.substr(start, at_ - start)});
  }

  /// The text up to an unescaped `mark`, escapes left in place; the position moves past the mark.
  std::string_view delimited(char mark) {
    const std::size_t start = ++at_;
    while (at_ < text_.size() && text_[at_] != mark) at_ += text_[at_] == '\\' ? 2 : 1;
    if (at_ >= text_.size()) syntax_fault(start - 1, std::string{"no closing "} + mark);
    return text_.substr(start, at_++ - start);
  }

  void quoted() {
    const std::size_t start = at_;
    const std::string inside{delimited('"')};
    boost::system::error_code failure;
    const auto parsed = boost::json::parse('"' + inside + '"', failure);
    if (failure) syntax_fault(start, "the quoted identifier is not a JSON string");
    add(token_kind::quoted, start, std::string{parsed.as_string()});
  }

  void raw_text() {
    const std::size_t start = at_;
    const std::string_view inside = delimited('\'');
    std::string plain;
    for (std::size_t n = 0; n < inside.size(); ++n) {
      if (inside[n] == '\\' && inside.substr(n + 1).starts_with('\'')) ++n;  // the only escape there is
      plain += inside[n];
    }
    add(token_kind::literal, start).value = plain;
  }

  void json_literal() {
    const std::size_t start = at_;
    const std::string_view inside = delimited('`');
    std::string plain;
    for (std::size_t n = 0; n < inside.size(); ++n) {
      if (inside[n] == '\\' && n + 1 < inside.size() && inside[n + 1] == '`') ++n;
      plain += inside[n];
    }
    boost::system::error_code failure;
    auto parsed = boost::json::parse(plain, failure);
    // Text that is not JSON is taken for a string, as the CLI's implementation does: `foo` is `"foo"`.
    if (failure) {
      const std::size_t first = plain.find_first_not_of(" \t\n\r");
      failure = {};
      parsed =
          boost::json::parse('"' + (first == std::string::npos ? std::string{} : plain.substr(first)) + '"', failure);
      if (failure || first == std::string::npos) syntax_fault(start, "the literal is not JSON");
    }
    add(token_kind::literal, start).value = std::move(parsed);
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<token> tokens_;
};

}  // namespace

void syntax_fault(std::size_t at, const std::string& what) {
  throw fault{"JmesPathSyntax", what + " at character " + std::to_string(at + 1)};
}

std::vector<token> tokenize(std::string_view text) { return lexer{text}.run(); }

}  // namespace aloft::jmespath
