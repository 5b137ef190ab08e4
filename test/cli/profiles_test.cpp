// --profiles: one call as many accounts, against the embedded AWS.

#include "cloud_fixture.hpp"

#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace aloft::cli {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

class profiles : public test::cloud {
 protected:
  profiles() : folder_{::testing::TempDir() + "aloft-profiles-" + std::to_string(::getpid())} {
    std::filesystem::create_directories(folder_);
    const auto keys = local::demo_credentials();
    std::ofstream file{folder_ + "/config"};
    file << "[default]\nregion = eu-west-1\n[profile base]\nregion = us-east-1\naws_access_key_id = "
         << keys.access_key_id << "\naws_secret_access_key = " << keys.secret_access_key << "\n";
    for (const char* number : {"111111111111", "222222222222"})
      file << "[profile prod-" << number[0] << "]\nregion = us-west-2\nrole_arn = arn:aws:iam::" << number
           << ":role/r\nsource_profile = base\n";
    file << "[profile broken]\nregion = us-east-1\naws_access_key_id = AKIDNOBODY\naws_secret_access_key = hidden\n";
    environment_["AWS_CONFIG_FILE"] = folder_ + "/config";
    environment_["HOME"] = folder_;
    for (const char* name : {"AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"}) environment_.erase(name);
  }
  ~profiles() override { std::filesystem::remove_all(folder_); }

  const std::string folder_;
};

TEST_F(profiles, rows_carry_profile_account_and_region) {
  EXPECT_EQ(out({"sts", "get-caller-identity", "--profiles", "prod-*", "--query", "Account", "--output", "csv"}),
            "Profile,Account,Region,Value\nprod-1,111111111111,us-west-2,111111111111\n"
            "prod-2,222222222222,us-west-2,222222222222\n");
  const auto rows = test::run_program(
      {"ec2", "describe-vpcs", "--profiles", "prod-1,base", "--regions", "us-east-1,eu-west-1", "--output", "ndjson"},
      environment_);
  EXPECT_EQ(rows.status, 0) << rows.err;
  EXPECT_THAT(rows.lines(), SizeIs(4));
  EXPECT_THAT(rows.out, AllOf(HasSubstr(R"({"Profile":"prod-1","Account":"111111111111","Region":"us-east-1",)"),
                              HasSubstr(R"({"Profile":"base","Account":"123456789012","Region":"eu-west-1",)")));
}

TEST_F(profiles, an_account_that_fails_is_one_line_and_the_others_go_on) {
  const auto result = test::run_program(
      {"ec2", "describe-vpcs", "--profiles", "all", "--regions", "us-east-1,eu-west-1", "--output", "ndjson"},
      environment_);
  EXPECT_EQ(result.status, 1);
  EXPECT_THAT(result.lines(), SizeIs(6));  // [default] names no credentials, so it is no account
  EXPECT_THAT(result.err, AllOf(HasSubstr("profile broken: "), HasSubstr("InvalidClientTokenId"),
                                Not(HasSubstr("hidden")), Not(HasSubstr("default"))));
  EXPECT_EQ(std::count(result.err.begin(), result.err.end(), '\n'), 1);
  const auto unknown = run({"sts", "get-caller-identity", "--profiles", "base,bse"});
  EXPECT_EQ(unknown.status, 1);
  EXPECT_THAT(unknown.out, HasSubstr("123456789012"));
  EXPECT_THAT(unknown.err, AllOf(HasSubstr("profile bse: "), HasSubstr("did you mean base")));
}

TEST_F(profiles, sessions_share_connections) {
  const auto before = server_.counters().connections_opened;
  out({"sts", "get-caller-identity", "--profiles", "prod-1,prod-2", "--parallel", "1"});
  EXPECT_EQ(server_.counters().connections_opened - before, 1u);
}

TEST_F(profiles, a_global_service_is_asked_once_per_account) {
  const auto request = [&](const std::vector<std::string>& more) {
    std::vector<std::string> words{"iam", "list-users", "--profiles", "prod-*", "--print-request", "curl"};
    words.insert(words.end(), more.begin(), more.end());
    return test::run_program(words, environment_);
  };
  EXPECT_THAT(request({"--regions", "us-east-1,eu-west-1,us-west-2"}).lines().size(), request({}).lines().size());
}

TEST_F(profiles, whoami_asks_all_of_them) {
  const auto result = run({"whoami", "--profiles", "*", "--output", "csv", "--query", "[].[Profile, Account, Region]"});
  EXPECT_EQ(result.status, 1);
  EXPECT_THAT(result.lines(), ElementsAre("base,123456789012,us-east-1", "prod-1,111111111111,us-west-2",
                                          "prod-2,222222222222,us-west-2"));
}

TEST_F(profiles, wrong_lists_are_refused) {
  EXPECT_EQ(run({"sts", "get-caller-identity", "--profiles", ""}).status, 253);  // as if it were not there
  EXPECT_THAT(run({"sts", "get-caller-identity", "--profiles", "x-*"}).err, HasSubstr("no profile with credentials"));
  EXPECT_THAT(run({"sts", "get-caller-identity", "--profiles", "a", "--profile", "b"}).err,
              HasSubstr("exclude each other"));
  EXPECT_EQ(run({"compare", "sts", "get-caller-identity", "--profiles", "base"}).status, 252);
}

}  // namespace
}  // namespace aloft::cli
