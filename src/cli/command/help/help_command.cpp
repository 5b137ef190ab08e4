#include <aloft/model.hpp>
#include "cli/command/commands.hpp"
#include "cli/exit_status.hpp"
#include "cli/help/help.hpp"
#include "cli/run/pager.hpp"

#include <algorithm>

namespace aloft::cli {
namespace {

std::string page_about(const std::vector<std::string>& words, std::size_t width) {
  if (words.empty()) return program_help(width);
  if (const auto page = command_help(words); !page.empty()) return std::string{page};
  const auto service = find_service_model(words[0]).value();
  // Without the documentation pack help has fewer words, that is all.
  const auto found = service.documentation();
  const auto* documentation = found ? &*found : nullptr;
  if (words.size() == 1) return service_help(service, documentation, width);
  return operation_help(service.find_operation(words[1]).value(), documentation, width);
}

}  // namespace

int run_help(const global_options& options, const std::vector<std::string>& words, console& out) {
  constexpr std::size_t widest = 110, narrowest = 40;  // longer lines are hard to read
  const auto width = std::clamp(out.width() == 0 ? 80 : out.width(), narrowest, widest);
  show(out, page_about(words, width), help_pager(options, out));
  return exit_status::success;
}

}  // namespace aloft::cli
