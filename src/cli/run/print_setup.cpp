#include "cli/run/print_setup.hpp"

namespace aloft::cli {

print_options print_settings(const global_options& options, const console& out, output_format format) {
  return {.format = format, .width = out.width(), .color = out.colored(), .query = options.query};
}

}  // namespace aloft::cli
