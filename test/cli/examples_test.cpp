// Every example of the help can be typed as it stands: the request that it makes is printed, and nothing is sent.

#include "cli/help/examples.hpp"
#include "cloud_fixture.hpp"

#include <algorithm>
#include <fstream>
#include <set>

namespace aloft::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

struct help_examples : test::cloud {};

TEST_F(help_examples, make_requests_as_they_stand) {
  for (const char* name : {"template.yaml", "trust.json", "secret.txt", "app.zip", "photo.jpg"})
    std::ofstream{home_ + "/" + name} << "{}\n";
  std::ofstream{home_ + "/change.json"} << R"({"Changes": [{"Action": "DELETE", "ResourceRecordSet":
      {"Name": "a.example.com", "Type": "A", "TTL": 60, "ResourceRecords": [{"Value": "10.0.0.1"}]}}]})";
  environment_.erase("AWS_ENDPOINT_URL");  // AWS's own addresses are printed, and asked nothing
  std::string script = "cd " + home_ + " || exit 1\n";
  std::set<std::string> operations;
  for (const auto& one : examples()) {
    const auto command = std::string{one.service} + ' ' + std::string{one.operation};
    operations.insert(command);
    std::string arguments{one.arguments};
    // Which regions there are would be asked.
    if (const auto all = arguments.find("--regions all"); all != arguments.npos)
      arguments.replace(all, 13, "--regions eu-west-1");
    script += "$ALOFT " + command + ' ' + arguments + " --print-request http > request || echo failed: " + command +
              "\ngrep -q '^Host: ' request || echo no request: " + command + '\n';
  }
  const auto result = test::run_shell(script, environment_);
  EXPECT_EQ(result.err, "");
  EXPECT_EQ(result.out, "");
  EXPECT_GE(operations.size(), 60u);
}

TEST_F(help_examples, stand_in_the_help_of_their_operation) {
  for (const auto& one : examples()) {
    if (one.service != "ec2" && one.service != "s3api") continue;
    EXPECT_THAT(out({std::string{one.service}, std::string{one.operation}, "help"}),
                HasSubstr("    aloft " + std::string{one.service} + ' ' + std::string{one.operation} + ' ' +
                          std::string{one.arguments} + '\n'));
  }
}

}  // namespace
}  // namespace aloft::cli
