#pragma once
// A suite is a function that runs cases from a folder. Each suite's file names itself to the program by a static
// suite_entry, so that adding one is a file and a line in CMakeLists.txt.

#include "conformance/report.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace aloft::conformance {

struct suite_entry {
  using runner = void (*)(const std::filesystem::path& folder, report& out);

  /// `folder` is the suite's place in the data, relative to its root. `most_skipped`: of a hundred cases.
  suite_entry(std::string_view name, std::string_view folder, unsigned most_skipped, runner run);

  std::string_view name;
  std::string_view folder;
  unsigned most_skipped;
  runner run;
};

/// All suites of this program, by name.
std::vector<const suite_entry*> all_suites();

// What suites read their cases with. Each throws std::runtime_error naming the file that it could not read.
std::string read_text(const std::filesystem::path& file);
/// Entries of a folder (folders and files), sorted by name.
std::vector<std::filesystem::path> entries_of(const std::filesystem::path& folder);

}  // namespace aloft::conformance
