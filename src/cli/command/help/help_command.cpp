#include "cli/command/commands.hpp"
#include "cli/help/help.hpp"
#include "model/catalog.hpp"

#include <algorithm>

namespace aloft::cli {

int run_help(const std::vector<std::string>& words, console& out) {
  if (words.empty()) {
    out.write(program_help());
    return 0;
  }
  if (const auto page = command_help(words); !page.empty()) {
    out.write(page);
    return 0;
  }
  constexpr std::size_t widest = 110;  // longer lines are hard to read
  const auto width = std::min(out.width() == 0 ? 80 : out.width(), widest);
  const auto service = model::catalog::standard().value()->find_service(words[0]).value();
  // Without the documentation pack help has fewer words, that is all.
  std::shared_ptr<const model::service_documentation> documentation;
  if (const auto all = model::documentation::standard()) {
    if (const auto found = (*all)->find_service(service->metadata().name)) documentation = *found;
  }
  if (words.size() == 1) {
    out.write(service_help(*service, documentation.get(), width));
  } else {
    out.write(operation_help(*service->find_operation(words[1]).value(), documentation.get(), width));
  }
  return 0;
}

}  // namespace aloft::cli
