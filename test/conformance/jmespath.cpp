// The JMESPath suite: files of groups, each with given data and expressions that select a result or fail by kind.

#include "conformance/suite.hpp"

#include "aloft/jmespath.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <map>

namespace aloft::conformance {
namespace {

namespace json = boost::json;

/// Our code for the suite's kinds of error.
std::string_view code_of(std::string_view kind) {
  static const std::map<std::string_view, std::string_view> codes{{"syntax", "JmesPathSyntax"},
                                                                  {"invalid-type", "JmesPathInvalidType"},
                                                                  {"invalid-arity", "JmesPathInvalidArity"},
                                                                  {"invalid-value", "JmesPathInvalidValue"},
                                                                  {"unknown-function", "JmesPathUnknownFunction"}};
  const auto found = codes.find(kind);
  return found == codes.end() ? "an error of unknown kind" : found->second;
}

void run_case(const json::value& given, const json::object& test, report& out) {
  const std::string expression{test.at("expression").as_string()};
  const auto found = jmespath::search(expression, given);
  if (const auto* kind = test.if_contains("error")) {
    out.expect_equal("error", code_of(kind->as_string()), found ? json::serialize(*found) : found.error().code());
    return;
  }
  if (!found) return out.fail(found.error().what());
  if (const auto* expected = test.if_contains("result"); expected && *expected != *found)
    out.expect_equal("result", json::serialize(*expected), json::serialize(*found));
}

void run(const std::filesystem::path& folder, report& out) {
  for (const auto& file : entries_of(folder)) {
    if (file.extension() != ".json") continue;
    int number = 0;
    const json::value groups = json::parse(read_text(file));
    for (const auto& group : groups.as_array())
      for (const auto& test : group.at("cases").as_array()) {
        const std::string expression{test.at("expression").as_string()};
        out.run(file.stem().string() + ' ' + std::to_string(++number) + ": " + expression,
                [&] { run_case(group.at("given"), test.as_object(), out); });
      }
  }
}

const suite_entry entry{"jmespath", "jmespath", 0, run};

}  // namespace
}  // namespace aloft::conformance
