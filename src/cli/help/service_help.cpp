#include "cli/command/registry.hpp"
#include "cli/help/help.hpp"
#include "cli/text/wrap.hpp"

#include <aloft/names.hpp>

#include <algorithm>

namespace aloft::cli {
namespace {

std::string own_commands(std::string_view service, std::size_t width) {
  std::string text;
  if (const auto own = commands_of(service); !own.empty()) {
    text += "\nCommands of aloft's own\n";
    for (const auto* command : own)
      text += "  aloft " + std::string{command->name} + " " + std::string{command->usage} + "\n" +
              wrapped(command->summary, 6, width);
  }
  return text;
}

}  // namespace

std::string service_help(const service_model& service, const documentation_model* words, std::size_t width) {
  std::string text = "aloft " + std::string{service.name()} + ": " + std::string{service.full_name()} + "\n";
  if (words && !words->service().empty()) text += "\n" + wrapped(words->service(), 2, width);
  text += "\nUsage\n  aloft " + std::string{service.name()} + " OPERATION [--parameter VALUE ...]\n  aloft " +
          std::string{service.name()} + " OPERATION help\n";
  text += own_commands(service.name(), width);
  text += "\nOperations\n";
  for (const auto name : service.operation_names()) {
    text += "  " + kebab_case(name) + "\n";
    if (words) text += wrapped(first_sentence(words->operation(name)), 6, width);
  }
  return text;
}

std::string service_overview(const service_model& service, std::size_t width) {
  constexpr std::size_t few = 60;  // more are a list of their own
  const std::string name{service.name()};
  std::string text = "aloft " + name + ": which operation?\n\nUsage\n  aloft " + name +
                     " OPERATION [--parameter VALUE ...]\n" + own_commands(name, width);
  std::vector<std::string> operations;
  std::size_t column = 0;
  for (const auto operation : service.operation_names()) {
    operations.push_back(kebab_case(operation));
    column = std::max(column, operations.back().size() + 2);
  }
  text += "\nOperations\n";
  if (operations.size() > few)
    return text + "  " + std::to_string(operations.size()) + ": `aloft services " + name + "` lists them, `aloft " +
           name + " help` says what they do\n";
  const std::size_t columns = std::max<std::size_t>(1, (width - 2) / column);
  const std::size_t lines = (operations.size() + columns - 1) / columns;
  for (std::size_t line = 0; line < lines; ++line) {
    std::string row = "  ";
    for (std::size_t i = line; i < operations.size(); i += lines) {
      row += operations[i];
      if (i + lines < operations.size()) row.append(column - operations[i].size(), ' ');
    }
    text += row + "\n";
  }
  return text;
}

}  // namespace aloft::cli
