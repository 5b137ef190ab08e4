#pragma once
// The commands of the program, as rows: who starts them, what help and completion say about them.

#include "cli/command/commands.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace aloft::cli {

struct command_entry {
  std::string_view name;     ///< the words that start it: "ec2 rules"
  std::string_view usage;    ///< what follows the name
  std::string_view summary;  ///< a line
  int (*run)(const global_options&, console&);
  /// Options of the program, with spaces between, that are the command's own after its name.
  std::string_view own_options = {};
  bool foreign_words = false;  ///< the words after its name are another program's: "help" among them is no request
};

std::span<const command_entry> commands();

/// The command whose name the first words are; null: none.
const command_entry* find_command(std::span<const std::string> words);

/// Those of a service, or of a group such as configure.
std::vector<const command_entry*> commands_of(std::string_view group);

/// Names of the groups and commands that are no services: "configure", "whoami", …
std::vector<std::string> command_names();

}  // namespace aloft::cli
