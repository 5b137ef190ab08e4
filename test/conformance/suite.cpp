#include "conformance/suite.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace aloft::conformance {
namespace {

std::vector<const suite_entry*>& registry() {
  static std::vector<const suite_entry*> suites;
  return suites;
}

}  // namespace

suite_entry::suite_entry(std::string_view its_name, std::string_view its_folder, unsigned its_most_skipped,
                         runner its_run)
    : name{its_name}, folder{its_folder}, most_skipped{its_most_skipped}, run{its_run} {
  registry().push_back(this);
}

std::vector<const suite_entry*> all_suites() {
  auto suites = registry();
  std::sort(suites.begin(), suites.end(), [](auto* a, auto* b) { return a->name < b->name; });
  return suites;
}

std::string read_text(const std::filesystem::path& file) {
  std::ifstream in{file, std::ios::binary};
  if (!in) throw std::runtime_error("cannot read " + file.string());
  return {std::istreambuf_iterator<char>{in}, {}};
}

std::vector<std::filesystem::path> entries_of(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> entries;
  for (const auto& entry : std::filesystem::directory_iterator{folder}) entries.push_back(entry.path());
  std::sort(entries.begin(), entries.end());
  return entries;
}

}  // namespace aloft::conformance
