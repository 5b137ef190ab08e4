// aloft-conformance SUITE [DIR [FILTER]]: runs the cases of one suite and ends with "N passed, N failed, N skipped".
// DIR is the root of the data or the suite's own folder; without it, ALOFT_CONFORMANCE names the root, or a folder
// beside the sources does. Exit codes: 0 every case passed, 1 not so (or none was run, or too many were skipped), 2
// wrong use, 77 there is no data.

#include "conformance/report.hpp"
#include "conformance/suite.hpp"

#include <algorithm>
#include <cstdlib>
#include <exception>
#include <iostream>

namespace aloft::conformance {
namespace {

constexpr int usage_fault = 2;
constexpr int no_data = 77;

int explain() {
  std::cerr << "usage: aloft-conformance SUITE [DIR [FILTER]]\nsuites:";
  for (const auto* suite : all_suites()) std::cerr << ' ' << suite->name;
  std::cerr << '\n';
  return usage_fault;
}

std::filesystem::path root_folder() {
  if (const char* named = std::getenv("ALOFT_CONFORMANCE"); named != nullptr && *named != '\0') return named;
  return ALOFT_SUITES;
}

int run(const suite_entry& suite, const std::filesystem::path& given, std::string filter) {
  const std::filesystem::path inside = given / suite.folder;
  const std::filesystem::path place = std::filesystem::is_directory(inside) ? inside : given;
  report out{std::cout, std::move(filter)};
  if (!std::filesystem::exists(place)) {
    std::cout << "SKIPPED " << suite.name << ": there is no folder " << given.lexically_normal().string() << std::endl;
    return no_data;
  }
  suite.run(place, out);
  out.summarize(suite.most_skipped);
  return out.clean() ? EXIT_SUCCESS : EXIT_FAILURE;
}

int main(int count, char** arguments) {
  if (count < 2 || count > 4) return explain();
  const auto suites = all_suites();
  const std::string_view name = arguments[1];
  const auto suite = std::find_if(suites.begin(), suites.end(), [&](auto* each) { return each->name == name; });
  if (suite == suites.end()) return explain();
  const bool folder_given = count > 2 && *arguments[2] != '\0';
  return run(**suite, folder_given ? std::filesystem::path{arguments[2]} : root_folder(),
             count > 3 ? arguments[3] : "");
}

}  // namespace
}  // namespace aloft::conformance

int main(int count, char** arguments) {
  try {
    return aloft::conformance::main(count, arguments);
  } catch (const std::exception& fault) {
    std::cerr << "aloft-conformance: " << fault.what() << '\n';
    return EXIT_FAILURE;
  }
}
