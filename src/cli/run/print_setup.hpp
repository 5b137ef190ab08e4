#pragma once
// How answers are printed, by the global options and the terminal.

#include "cli/console.hpp"
#include "cli/options/global_options.hpp"
#include "cli/output/answer.hpp"

namespace aloft::cli {

print_options print_settings(const global_options& options, const console& out, output_format format);

}  // namespace aloft::cli
