#pragma once
// The options of a CLI11 application as lines of help.

#include <string>

namespace CLI {
class App;
}

namespace aloft::cli {

/// A line for each option that has a group, its description in a column of its own.
std::string options_help(const CLI::App& app);

}  // namespace aloft::cli
