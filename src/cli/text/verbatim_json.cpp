#include "cli/text/verbatim_json.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/stream_parser.hpp>
#include <boost/json/string.hpp>
#include <boost/json/value.hpp>

#include <algorithm>

namespace aloft::cli {
namespace {

namespace json = boost::json;

constexpr std::size_t deepest = 512;

bool is_space(char c) noexcept { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/// Walks over a document that is JSON.
class walker {
 public:
  explicit walker(std::string_view text) noexcept : text_{text} {}

  char peek() noexcept {
    skip_spaces();
    return at_ < text_.size() ? text_[at_] : '\0';
  }
  void step() noexcept { ++at_; }

  /// The text of the value that begins here.
  std::string_view value() noexcept {
    skip_spaces();
    const std::size_t begin = at_;
    if (peek() == '"') {
      skip_string();
      return text_.substr(begin, at_ - begin);
    }
    for (int depth = 0; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c == '"') {
        skip_string();
        --at_;
        continue;
      }
      if (depth == 0 && (c == ',' || c == '}' || c == ']' || is_space(c))) break;
      if (c == '{' || c == '[') ++depth;
      if ((c == '}' || c == ']') && --depth == 0) {
        ++at_;
        break;
      }
    }
    return text_.substr(begin, at_ - begin);
  }

 private:
  void skip_spaces() noexcept {
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
  }
  void skip_string() noexcept {
    for (++at_; at_ < text_.size() && text_[at_] != '"'; ++at_)
      if (text_[at_] == '\\') ++at_;
    ++at_;
  }

  const std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

std::string why_not_json(std::string_view text) {
  json::parse_options how;
  how.max_depth = deepest;
  unsigned char memory[4096];
  json::stream_parser parser{{}, how, memory};
  boost::system::error_code bad;
  const std::size_t used = parser.write_some(text.data(), text.size(), bad);
  if (!bad && parser.done()) {
    const auto rest = text.substr(used);
    if (std::all_of(rest.begin(), rest.end(), is_space)) return {};
    return "something follows the document at byte " + std::to_string(used + 1);
  }
  if (!bad) parser.finish(bad);
  if (!bad) return {};
  return bad.message() + " at byte " + std::to_string(used + 1);
}

std::optional<std::vector<std::pair<std::string, std::string_view>>> json_members(std::string_view document) {
  walker at{document};
  if (at.peek() != '{') return std::nullopt;
  std::vector<std::pair<std::string, std::string_view>> members;
  at.step();
  while (at.peek() == '"') {
    const auto name = json::parse(at.value());
    at.peek();
    at.step();  // the colon
    members.emplace_back(std::string{name.get_string()}, at.value());
    if (at.peek() == ',') at.step();
  }
  return members;
}

std::string in_one_line(std::string_view document) {
  std::string line{document};
  // Inside of strings JSON has no line ends but escaped ones.
  std::replace_if(
      line.begin(), line.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
  return line;
}

}  // namespace aloft::cli
