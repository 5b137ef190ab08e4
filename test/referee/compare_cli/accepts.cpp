// Which commands and parameters the program takes: reads lines of "SERVICE<tab>COMMAND<tab>--name --name …" (COMMAND
// may be "wait NAME", names of the program's own options are marked "program:--name") from the standard input and
// prints those that are refused: "SERVICE<tab>COMMAND<tab>--name<tab>why", without a name where the command is.

#include "cli/command/registry.hpp"
#include "cli/customizations/operation_alias.hpp"
#include "cli/grammar/operation_arguments.hpp"
#include "cli/options/global_options.hpp"
#include "cli/options/typed_operation.hpp"

#include <aloft/model.hpp>

#include <algorithm>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

namespace {

using namespace aloft::cli;
using words = std::vector<std::string>;

void refuse(const std::string& command, const std::string& name, const std::string& why) {
  std::cout << command << '\t' << name << '\t' << why.substr(0, why.find('\n')) << '\n';
}

bool is_waiter(const words& typed) {
  if (typed.size() != 3 || typed[1] != "wait") return false;
  const auto service = aloft::find_service_model(typed[0]);
  return service && service->find_waiter(typed[2]);
}

/// Empty where the parameter is taken; what its value is worth is another question.
std::string why_refused(const words& command, const std::string& name, bool of_program) {
  for (const std::string value : {"x", "1"}) {
    auto line = command;
    line.insert(line.end(), {name, value});
    const auto options = read_global_options(line);
    // A bad value of an option of the program: it is known.
    if (!options) {
      if (of_program && options.error().code() == "BadOption" && value == "x") continue;
      return options.error().message();
    }
    const bool taken = std::find(options->words.begin(), options->words.end(), name) == options->words.end();
    if (of_program && taken) return {};
    if (taken) return "an option of the program takes it";
    const auto operation = find_typed_operation(options->words);
    const auto meant = without_operation_alias(options->words);
    const words arguments(meant.end() - 2, meant.end());
    const auto read = read_arguments(*operation.operation, arguments, {.check_required = false});
    return !read && read.error().code() == "UnknownParameter" ? read.error().message() : "";
  }
  return {};
}

}  // namespace

int main() {
  for (std::string line; std::getline(std::cin, line);) {
    std::istringstream fields{line};
    std::string service, command, names;
    std::getline(fields, service, '\t');
    std::getline(fields, command, '\t');
    std::getline(fields, names);
    words typed{service};
    std::istringstream parts{command};
    for (std::string part; parts >> part;) typed.push_back(part);
    const auto place = service + '\t' + command;
    const auto* own = find_command(typed);
    const bool known = (own && own->name != typed[0]) || is_waiter(typed);
    if (!known && !find_typed_operation(typed).operation) {
      refuse(place, "", "unknown");
      continue;
    }
    std::istringstream list{names};
    for (std::string name; list >> name;) {
      const bool of_program = name.starts_with("program:");
      if (of_program) name.erase(0, name.find(':') + 1);
      if (const auto why = why_refused(typed, name, of_program); !why.empty()) refuse(place, name, why);
    }
  }
}
