#include "services/json_spans.hpp"

namespace aloft::services {
namespace {

constexpr std::string_view blanks = " \t\r\n";

std::size_t skip_blanks(std::string_view text, std::size_t at) {
  const auto next = text.find_first_not_of(blanks, at);
  return next == std::string_view::npos ? text.size() : next;
}

/// Behind the string that begins there.
std::size_t skip_string(std::string_view text, std::size_t at) {
  for (++at; at < text.size() && text[at] != '"'; ++at)
    if (text[at] == '\\') ++at;
  return at < text.size() ? at + 1 : text.size();
}

/// Behind the value that begins there.
std::size_t skip_value(std::string_view text, std::size_t at) {
  if (at >= text.size()) return text.size();
  if (text[at] == '"') return skip_string(text, at);
  if (text[at] != '{' && text[at] != '[') {
    const auto end = text.find_first_of(",]} \t\r\n", at);
    return end == std::string_view::npos ? text.size() : end;
  }
  int depth = 0;
  while (at < text.size()) {
    const char c = text[at];
    if (c == '"') {
      at = skip_string(text, at);
      continue;
    }
    depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
    ++at;
    if (depth == 0) break;
  }
  return at;
}

}  // namespace

json_span value_span(std::string_view text) {
  const auto begin = skip_blanks(text, 0);
  return {begin, skip_value(text, begin)};
}

std::vector<json_span> element_spans(std::string_view text, json_span array) {
  std::vector<json_span> all;
  std::size_t at = skip_blanks(text, array.begin + 1);
  while (at + 1 < array.end) {
    const auto end = skip_value(text, at);
    all.push_back({at, end});
    at = skip_blanks(text, end);
    if (at >= array.end || text[at] != ',') break;
    at = skip_blanks(text, at + 1);
  }
  return all;
}

std::optional<json_span> member_span(std::string_view text, json_span object, std::string_view name) {
  std::optional<json_span> found;  // the last one counts, as parsers have it
  std::size_t at = skip_blanks(text, object.begin + 1);
  while (at + 1 < object.end && text[at] == '"') {
    const auto key_end = skip_string(text, at);
    const auto key = text.substr(at + 1, key_end - at - 2);
    at = skip_blanks(text, skip_blanks(text, key_end) + 1);
    const auto end = skip_value(text, at);
    if (key == name) found = json_span{at, end};
    at = skip_blanks(text, end);
    if (at >= object.end || text[at] != ',') break;
    at = skip_blanks(text, at + 1);
  }
  return found;
}

}  // namespace aloft::services
