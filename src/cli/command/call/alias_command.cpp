#include "cli/command/commands.hpp"
#include "cli/command/further_commands.hpp"
#include "cli/customizations/operation_alias.hpp"

namespace aloft::cli {

int run_operation_alias(const global_options& options, console& out) {
  auto meant = options;
  meant.words = without_operation_alias(std::move(meant.words));
  return run_call(meant, out);
}

}  // namespace aloft::cli
