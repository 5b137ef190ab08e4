// Commands of the program that call nothing, and `aloft local`.

#include "run_program.hpp"

#include <gmock/gmock.h>

#include <csignal>

namespace aloft::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

const test::variables nothing{{"AWS_CONFIG_FILE", "/dev/null"}, {"AWS_SHARED_CREDENTIALS_FILE", "/dev/null"}};

TEST(program, prints_version_and_help) {
  EXPECT_THAT(test::run_program({"--version"}, nothing).out, StartsWith("aloft "));
  const auto help = test::run_program({"help"}, nothing);
  EXPECT_EQ(help.status, 0);
  EXPECT_THAT(help.out, AllOf(HasSubstr("--regions LIST"), HasSubstr("aloft compare")));
  EXPECT_EQ(test::run_program({"--help"}, nothing).out, help.out);
  const auto none = test::run_program({}, nothing);
  EXPECT_EQ(none.status, 252);
  EXPECT_EQ(none.out, "");
  EXPECT_THAT(none.err, HasSubstr("Usage"));
}

TEST(program, lists_services_and_operations) {
  EXPECT_GT(test::run_program({"services"}, nothing).lines().size(), 400u);
  EXPECT_THAT(test::run_program({"services", "sts"}, nothing).lines(), ::testing::Contains("get-caller-identity"));
  EXPECT_THAT(test::run_program({"services", "--output", "ndjson"}, nothing).out,
              HasSubstr(R"({"Service":"sts","FullName":"AWS Security Token Service","ServiceId":"STS",)"));
}

TEST(program, helps_with_services_and_operations) {
  EXPECT_THAT(test::run_program({"sts", "help"}, nothing).out,
              AllOf(StartsWith("aloft sts: "), HasSubstr("get-caller-identity")));
  const auto page = test::run_program({"ec2", "describe-vpcs", "help"}, nothing).out;
  EXPECT_THAT(page, AllOf(StartsWith("aloft ec2 describe-vpcs\n"), HasSubstr("--filters  (list of structures)"),
                          HasSubstr("Name=text,Values=text,text")));
  EXPECT_EQ(test::run_program({"ec2", "describe-vpcs", "--help"}, nothing).out, page);
  EXPECT_THAT(test::run_program({"ec2", "rules", "help"}, nothing).out, StartsWith("aloft ec2 rules\n"));
  EXPECT_THAT(test::run_program({"compare", "--help"}, nothing).out, StartsWith("aloft compare\n"));
  EXPECT_THAT(test::run_program({"local", "help"}, nothing).out,
              AllOf(StartsWith("aloft local\n"), HasSubstr("--latency TIME")));
}

TEST(program, serves_an_aws_of_its_own) {
  test::running_program server{{ALOFT_PROGRAM, "local", "--port", "0", "--key", "AKIDTEST:secret"}, nothing};
  std::string url;
  ASSERT_TRUE(server.runs_until([&] {
    const auto text = server.out();
    const auto at = text.find("http://127.0.0.1:");
    const auto end = text.find_first_of(" \n", at);
    if (at != std::string::npos && end != std::string::npos) url = text.substr(at, end - at);
    return !url.empty();
  }));
  auto environment = nothing;
  environment.insert({{"AWS_ENDPOINT_URL", url},
                      {"AWS_REGION", "us-east-1"},
                      {"AWS_ACCESS_KEY_ID", "AKIDTEST"},
                      {"AWS_SECRET_ACCESS_KEY", "secret"}});
  const auto answer = test::run_program({"sts", "get-caller-identity"}, environment);
  EXPECT_EQ(answer.status, 0) << answer.err;
  server.signal(SIGTERM);
  const auto ended = server.wait();
  EXPECT_EQ(ended.status, 0);
  EXPECT_THAT(ended.out, HasSubstr("sts.GetCallerIdentity 1"));
}

}  // namespace
}  // namespace aloft::cli
