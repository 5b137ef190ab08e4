#include "cli/command/s3/command_line.hpp"

namespace aloft::cli {

result<std::vector<std::string>> split_command_line(std::string_view line) {
  std::vector<std::string> words;
  std::string word;
  bool begun = false;
  char quote = 0;
  for (std::size_t at = 0; at < line.size(); ++at) {
    const char c = line[at];
    if (quote == '\'') {
      if (c == quote)
        quote = 0;
      else
        word += c;
      continue;
    }
    const bool escapes =
        quote == 0 || (at + 1 < line.size() && std::string_view{"\"\\$`"}.find(line[at + 1]) != std::string_view::npos);
    if (c == '\\' && at + 1 < line.size() && escapes) {
      word += line[++at];
      begun = true;
    } else if (quote == '"') {
      if (c == quote)
        quote = 0;
      else
        word += c;
    } else if (c == '\'' || c == '"') {
      quote = c;
      begun = true;
    } else if (c == ' ' || c == '\t' || c == '\r') {
      if (begun) words.push_back(std::move(word));
      word.clear();
      begun = false;
    } else if (c == '#' && !begun) {
      break;
    } else {
      word += c;
      begun = true;
    }
  }
  if (quote != 0) return error{error_kind::usage, "BadLine", std::string{"a quote ("} + quote + ") is not closed"};
  if (begun) words.push_back(std::move(word));
  return words;
}

}  // namespace aloft::cli
