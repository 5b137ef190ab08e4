#pragma once
// The whole program behind main().

namespace aloft::cli {

/// Runs the command that the arguments name and gives the exit status. Everything that goes wrong is reported on the
/// standard error.
int run_program(int count, const char* const* arguments);

}  // namespace aloft::cli
