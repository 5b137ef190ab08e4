#include "cli/command/commands.hpp"
#include "cli/exit_status.hpp"
#include "cli/options/word_options.hpp"
#include "cli/output/credential_text.hpp"
#include "cli/run/loaded_credentials.hpp"
#include "cli/run/stderr_log.hpp"

namespace aloft::cli {

int run_export_credentials(const global_options& options, console& out) {
  auto words = options.words;
  const auto name = take_option(words, "--format").value_or("process");
  expect_no_more(words, 2, "aloft configure export-credentials [--format FORMAT]");
  const auto format = parse_credential_format(name).value();
  stderr_log log{options.debug};
  out.write(credential_text(load_credentials(options, log).value(), format));
  return exit_status::success;
}

}  // namespace aloft::cli
