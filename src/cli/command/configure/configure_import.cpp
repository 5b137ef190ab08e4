#include "cli/command/commands.hpp"
#include "cli/command/configure/profile_section.hpp"
#include "cli/exit_status.hpp"
#include "cli/files/ini_edit.hpp"
#include "cli/files/private_file.hpp"
#include "cli/grammar/parameter_file.hpp"
#include "cli/options/word_options.hpp"

#include <algorithm>

namespace aloft::cli {
namespace {

constexpr std::string_view usage =
    "aloft configure import --csv file://FILE [--profile-prefix PREFIX] [--skip-invalid]";

error bad_csv(std::size_t line, const std::string& what) {
  return error{error_kind::usage, "BadCsv", "line " + std::to_string(line) + ": " + what};
}

/// Fields of a line; the console's files have no line ends inside of quotes.
std::vector<std::string> fields_of(std::string_view line) {
  std::vector<std::string> fields{{}};
  bool quoted = false;
  for (std::size_t at = 0; at < line.size(); ++at) {
    if (line[at] == '"' && quoted && at + 1 < line.size() && line[at + 1] == '"')
      fields.back() += line[at++];
    else if (line[at] == '"')
      quoted = !quoted;
    else if (line[at] == ',' && !quoted)
      fields.emplace_back();
    else if (line[at] != '\r')
      fields.back() += line[at];
  }
  return fields;
}

struct columns {
  std::size_t user, id, secret;
};

columns find_columns(std::string_view head) {
  if (head.starts_with("\xef\xbb\xbf")) head.remove_prefix(3);
  const auto names = fields_of(head);
  const auto find = [&](std::string_view name) {
    const auto at = std::find(names.begin(), names.end(), name);
    if (at == names.end())
      throw bad_csv(1,
                    "no column '" + std::string{name} + "': expected the file that the console offers for access keys");
    return static_cast<std::size_t>(at - names.begin());
  };
  return {find("User Name"), find("Access key ID"), find("Secret access key")};
}

}  // namespace

int run_configure_import(const global_options& options, console& out) {
  auto words = options.words;
  const auto source = take_option(words, "--csv");
  const auto prefix = take_option(words, "--profile-prefix").value_or("");
  const bool skip = take_flag(words, "--skip-invalid");
  expect_no_more(words, 2, usage);
  if (!source) throw error{error_kind::usage, "MissingParameter", "needs the parameter --csv: " + std::string{usage}};
  const std::string content = read_parameter_text(*source).value().text;
  const auto file = shared_files().credentials;
  auto text = read_private_file(file);
  std::optional<columns> where;
  std::size_t number = 0, imported = 0;
  for (std::string_view rest = content; !rest.empty();) {
    const auto end = rest.find('\n');
    const auto line = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
    ++number;
    if (!where) {
      where = find_columns(line);
      continue;
    }
    if (line.find_first_not_of(" \r,") == std::string_view::npos) continue;
    const auto fields = fields_of(line);
    const auto field = [&](std::size_t at) { return at < fields.size() ? fields[at] : std::string{}; };
    const auto user = field(where->user), id = field(where->id), secret = field(where->secret);
    if (user.empty() || id.empty() || secret.empty() || user.find_first_of("[]\n") != std::string::npos) {
      if (skip) continue;
      throw bad_csv(number, "a user's name, key or secret is missing; --skip-invalid leaves such lines out");
    }
    text = with_property(text, prefix + user, "aws_access_key_id", id);
    text = with_property(text, prefix + user, "aws_secret_access_key", secret);
    ++imported;
  }
  write_private_file(file, text);
  out.write("Successfully imported " + std::to_string(imported) + " profile(s)\n");
  return exit_status::success;
}

}  // namespace aloft::cli
