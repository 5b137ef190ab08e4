#include <aloft/names.hpp>
#include "cli/command/registry.hpp"
#include "cli/help/help.hpp"
#include "cli/text/wrap.hpp"

namespace aloft::cli {

std::string service_help(const service_model& service, const documentation_model* words, std::size_t width) {
  std::string text = "aloft " + std::string{service.name()} + ": " + std::string{service.full_name()} + "\n";
  if (words && !words->service().empty()) text += "\n" + wrapped(words->service(), 2, width);
  text += "\nUsage\n  aloft " + std::string{service.name()} + " OPERATION [--parameter VALUE ...]\n  aloft " +
          std::string{service.name()} + " OPERATION help\n";
  if (const auto own = commands_of(service.name()); !own.empty()) {
    text += "\nCommands of aloft's own\n";
    for (const auto* command : own)
      text += "  aloft " + std::string{command->name} + " " + std::string{command->usage} + "\n" +
              wrapped(command->summary, 6, width);
  }
  text += "\nOperations\n";
  for (const auto name : service.operation_names()) {
    text += "  " + kebab_case(name) + "\n";
    if (words) text += wrapped(first_sentence(words->operation(name)), 6, width);
  }
  return text;
}

}  // namespace aloft::cli
