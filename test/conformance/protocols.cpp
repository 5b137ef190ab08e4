// The suite `protocols`: what each protocol sends and what it makes of answers. Cases and their format are those of
// botocore's tests/unit/protocols, derived from Smithy's protocol tests.

#include "conformance/protocols.hpp"

#include "conformance/suite.hpp"

#include <boost/json.hpp>

namespace aloft::conformance {
namespace {

namespace json = boost::json;
using runner = void (*)(const json::object& suite, const json::object& one, report& out);

void run_folder(const std::filesystem::path& folder, runner run, report& out) {
  if (!std::filesystem::is_directory(folder)) return;
  for (const auto& file : entries_of(folder)) {
    if (file.extension() != ".json") continue;
    const std::string stem = folder.filename().string() + "/" + file.stem().string() + "/";
    const auto suites = json::parse(read_text(file));
    for (const auto& suite : suites.as_array())
      for (const auto& one : suite.as_object().at("cases").as_array())
        out.run(stem + std::string{one.as_object().at("id").as_string()},
                [&] { run(suite.as_object(), one.as_object(), out); });
  }
}

void run(const std::filesystem::path& folder, report& out) {
  run_folder(folder / "input", run_protocol_input, out);
  run_folder(folder / "output", run_protocol_output, out);
}

const suite_entry protocols{"protocols", "protocols", 1, run};

}  // namespace
}  // namespace aloft::conformance
