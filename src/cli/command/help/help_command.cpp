#include "cli/command/commands.hpp"
#include "cli/exit_status.hpp"
#include "cli/help/manual.hpp"
#include "cli/run/pager.hpp"

#include <algorithm>

namespace aloft::cli {

int run_help(const global_options& options, const std::vector<std::string>& words, console& out) {
  constexpr std::size_t widest = 110, narrowest = 40;  // longer lines are hard to read
  const auto width = std::clamp(out.width() == 0 ? 80 : out.width(), narrowest, widest);
  show(out, manual{}.page(words, width), help_pager(options, out));
  return exit_status::success;
}

}  // namespace aloft::cli
