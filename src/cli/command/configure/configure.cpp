#include "cli/command/commands.hpp"
#include "cli/command/configure/profile_section.hpp"
#include "cli/exit_status.hpp"
#include "cli/files/ini_edit.hpp"
#include "cli/files/private_file.hpp"
#include "cli/options/word_options.hpp"
#include "cli/run/prompt.hpp"

#include <array>
#include <map>

namespace aloft::cli {
namespace {

struct question {
  std::string_view key, text;
  bool secret;
};

constexpr std::array questions{question{"aws_access_key_id", "AWS Access Key ID", true},
                               question{"aws_secret_access_key", "AWS Secret Access Key", true},
                               question{"region", "Default region name", false},
                               question{"output", "Default output format", false}};

std::string shown(const std::optional<std::string>& value, bool secret) {
  constexpr std::size_t tail = 4;
  if (!value || value->empty()) return "None";
  if (!secret) return *value;
  return "****************" + (value->size() > 2 * tail ? value->substr(value->size() - tail) : std::string{});
}

}  // namespace

int run_configure(const global_options& options, console& out) {
  expect_no_more(options.words, 1, "aloft configure [--profile NAME]");
  std::map<std::string, std::string> texts;  // by file
  const auto text_of = [&](const std::string& file) -> std::string& {
    const auto [at, first] = texts.try_emplace(file);
    if (first) at->second = read_private_file(file);
    return at->second;
  };
  for (const auto& [key, name, secret] : questions) {
    const auto place = place_of(key, options);
    auto& text = text_of(place.file);
    const auto before = find_property(text, place.section, place.key);
    const auto answer = ask(out, std::string{name} + " [" + shown(before, secret) + "]: ");
    if (!answer.empty()) text = with_property(text, place.section, place.key, answer);
  }
  for (const auto& [file, text] : texts)
    if (text != read_private_file(file)) write_private_file(file, text);
  return exit_status::success;
}

}  // namespace aloft::cli
