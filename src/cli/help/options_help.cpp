#include "cli/help/options_help.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

namespace aloft::cli {

std::string options_help(const CLI::App& app) {
  constexpr std::size_t description_column = 34;
  std::string text;
  for (const auto* option : app.get_options()) {
    if (option->get_group().empty()) continue;
    std::string line = "  " + option->get_name();
    if (option->get_items_expected_max() > 0) line += " " + option->get_type_name();
    line.append(line.size() < description_column ? description_column - line.size() : 2, ' ');
    text += line + option->get_description() + "\n";
  }
  return text;
}

}  // namespace aloft::cli
