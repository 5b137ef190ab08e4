#include "cli/command/commands.hpp"
#include "cli/command/configure/profile_section.hpp"
#include "cli/exit_status.hpp"
#include "cli/files/ini_edit.hpp"
#include "cli/files/private_file.hpp"
#include "cli/run/session_setup.hpp"

#include <algorithm>

namespace aloft::cli {

int run_configure_set(const global_options& options, console&) {
  constexpr std::string_view usage = "aloft configure set NAME VALUE [--profile NAME]";
  const auto& words = options.words;
  if (words.size() != 4)
    throw error{error_kind::usage, "BadOption",
                (words.size() < 4 ? "a name and a value are wanted: " : "unexpected word '" + words[4] + "': ") +
                    std::string{usage}};
  const auto& value = words[3];
  if (value.find('\n') != std::string::npos)
    throw error{error_kind::usage, "BadOption", "the value must be one line: " + std::string{usage}};
  const auto place = place_of(words[2], options);
  write_private_file(place.file, with_property(read_private_file(place.file), place.section, place.key, value));
  return exit_status::success;
}

int run_configure_get(const global_options& options, console& out) {
  if (options.words.size() != 3)
    throw error{error_kind::usage, "BadOption", "aloft configure get NAME [--profile NAME] takes one name"};
  const auto place = place_of(options.words[2], options);
  auto value = find_property(read_private_file(place.file), place.section, place.key);
  // What is written into the credentials file by hand counts as well.
  if (!value) {
    const auto name = place.section.starts_with("profile ") ? place.section.substr(8) : place.section;
    value = find_property(read_private_file(shared_files().credentials), name, place.key);
  }
  if (!value) return exit_status::partial;  // as the AWS CLI: 1, and nothing is said
  out.write(*value + '\n');
  return exit_status::success;
}

int run_list_profiles(const global_options& options, console& out) {
  if (options.words.size() > 2)
    throw error{error_kind::usage, "BadOption",
                "unexpected word '" + options.words[2] + "': aloft configure list-profiles"};
  std::string text;
  for (const auto& name : config::profile_files::load(shared_files()).value()->profile_names()) text += name + '\n';
  out.write(text);
  return exit_status::success;
}

}  // namespace aloft::cli
