#include "cli/options/alias.hpp"

#include <aloft/config/profile.hpp>
#include "aloft/error.hpp"
#include "cli/files/private_file.hpp"
#include "cli/output/printed_request.hpp"

#include <unistd.h>

#include <cerrno>

namespace aloft::cli {
namespace {

std::string_view trimmed(std::string_view text) noexcept {
  constexpr std::string_view space = " \t\r\n";
  const auto first = text.find_first_not_of(space);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(space) - first + 1);
}

/// The value of a name, lines that are indented below it included.
std::optional<std::string> definition(std::string_view text, std::string_view name) {
  bool inside = false;
  std::optional<std::string> found;
  while (!text.empty()) {
    const auto end = text.find('\n');
    const auto line = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    if (line.starts_with('[')) {
      inside = trimmed(line) == "[toplevel]";
      if (found) break;
    } else if (found && (line.starts_with(' ') || line.starts_with('\t'))) {
      found->append("\n").append(trimmed(line));
    } else if (found && !trimmed(line).empty()) {
      break;
    } else if (const auto equals = line.find('='); inside && !found && equals != std::string_view::npos) {
      if (trimmed(line.substr(0, equals)) == name) found = trimmed(line.substr(equals + 1));
    }
  }
  return found;
}

/// Words as a POSIX shell splits them, without expansions.
std::vector<std::string> shell_split(std::string_view text, std::string_view name) {
  std::vector<std::string> words;
  bool open = false;
  char quote = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    const bool blank = c == ' ' || c == '\t' || c == '\n';
    if (!quote && blank) {
      open = false;
      continue;
    }
    if (!open) words.emplace_back();
    open = true;
    if (quote ? c == quote : c == '"' || c == '\'')
      quote = quote ? 0 : c;
    else if (c == '\\' && quote != '\'' && at + 1 < text.size())
      words.back() += text[++at];
    else
      words.back() += c;
  }
  if (quote)
    throw error{error_kind::usage, "BadAlias", "the alias '" + std::string{name} + "' has a quote that is not closed"};
  return words;
}

}  // namespace

std::optional<command_alias> find_alias(std::string_view name) {
  const auto file = config::expand_home("~/.aws/cli/alias", config::environment::of_process());
  const auto text = definition(read_private_file(file), name).value_or("");
  const auto value = trimmed(text);
  if (value.empty()) return std::nullopt;
  if (value.starts_with('!')) return command_alias{.shell = std::string{value.substr(1)}, .words = {}};
  return command_alias{.shell = {}, .words = shell_split(value, name)};
}

int run_alias(const command_alias& alias, const std::vector<std::string>& words) {
  std::string command = alias.shell;
  for (const auto& word : words) command += " " + shell_word(word);
  ::execl("/bin/sh", "sh", "-c", command.c_str(), nullptr);
  return errno;
}

}  // namespace aloft::cli
