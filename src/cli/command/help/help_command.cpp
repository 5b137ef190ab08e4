#include "cli/command/commands.hpp"
#include "cli/exit_status.hpp"
#include "cli/help/help.hpp"
#include "cli/run/pager.hpp"
#include "model/catalog.hpp"

#include <algorithm>

namespace aloft::cli {
namespace {

std::string page_about(const std::vector<std::string>& words, std::size_t width) {
  if (words.empty()) return program_help(width);
  if (const auto page = command_help(words); !page.empty()) return std::string{page};
  const auto service = model::catalog::standard().value()->find_service(words[0]).value();
  // Without the documentation pack help has fewer words, that is all.
  std::shared_ptr<const model::service_documentation> documentation;
  if (const auto all = model::documentation::standard()) {
    if (const auto found = (*all)->find_service(service->metadata().name)) documentation = *found;
  }
  if (words.size() == 1) return service_help(*service, documentation.get(), width);
  return operation_help(*service->find_operation(words[1]).value(), documentation.get(), width);
}

}  // namespace

int run_help(const global_options& options, const std::vector<std::string>& words, console& out) {
  constexpr std::size_t widest = 110, narrowest = 40;  // longer lines are hard to read
  const auto width = std::clamp(out.width() == 0 ? 80 : out.width(), narrowest, widest);
  show(out, page_about(words, width), help_pager(options, out));
  return exit_status::success;
}

}  // namespace aloft::cli
