// What the program says and how it ends when something is wrong.

#include "cloud_fixture.hpp"

#include <algorithm>
#include <csignal>

namespace aloft::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

class bad_input : public test::cloud {
 protected:
  /// Expects one line on the standard error, nothing on the other, and this exit status.
  std::string refusal(int status, const std::vector<std::string>& arguments) {
    const auto result = run(arguments);
    EXPECT_EQ(result.status, status) << result.err;
    EXPECT_EQ(result.out, "");
    EXPECT_EQ(std::count(result.err.begin(), result.err.end(), '\n'), 1) << result.err;
    EXPECT_THAT(result.err, ::testing::StartsWith("aloft: "));
    EXPECT_THAT(result.err, ::testing::Not(HasSubstr(environment_["AWS_SECRET_ACCESS_KEY"] + "x")));
    return result.err;
  }
};

TEST_F(bad_input, unknown_names_get_suggestions) {
  EXPECT_THAT(refusal(252, {"ec3", "describe-vpcs"}), HasSubstr("did you mean ec2"));
  EXPECT_THAT(refusal(252, {"sevices"}), HasSubstr("services"));
  EXPECT_THAT(refusal(252, {"ec2", "descibe-vpcs"}), HasSubstr("did you mean describe-vpcs?"));
  EXPECT_THAT(refusal(252, {"ec2", "describe-vpcs", "--vpcid", "a"}), HasSubstr("did you mean --vpc-ids?"));
  EXPECT_THAT(refusal(252, {"ec2", "describe-vpcs", "--region", "eu-wst-1"}), HasSubstr("did you mean eu-west-1"));
  EXPECT_THAT(refusal(252, {"ec2", "describe-vpcs", "--regions", "us-east-1,eu-wst-1"}),
              HasSubstr("did you mean eu-west-1"));
  EXPECT_THAT(refusal(252, {"ec2", "describe-vpcs", "--regions", "zz-*"}),
              HasSubstr("no enabled region matches 'zz-*'"));
  EXPECT_THAT(refusal(252, {"ec2", "describe-vpcs", "--output", "tabel"}), HasSubstr("did you mean table?"));
  EXPECT_THAT(refusal(252, {"--outptu", "json", "ec2", "describe-vpcs"}), HasSubstr("--output"));
  EXPECT_THAT(refusal(252, {"ec2", "--dry-run"}), HasSubstr("which operation"));
  EXPECT_THAT(refusal(252, {"ec2", "delete-vpc"}), HasSubstr("--vpc-id"));
  EXPECT_THAT(refusal(252, {"ec2", "describe-vpcs", "--max-results", "many"}), HasSubstr("expected an integer"));
  EXPECT_THAT(refusal(252, {"services", "ec3"}), HasSubstr("did you mean ec2"));
  EXPECT_THAT(refusal(252, {"local", "--port", "x"}), HasSubstr("--port"));
  EXPECT_THAT(refusal(252, {"local", "--latency", "soon"}), HasSubstr("80ms"));
}

TEST_F(bad_input, configuration_that_cannot_be_used) {
  EXPECT_THAT(refusal(253, {"ec2", "describe-vpcs", "--profile", "nope"}), HasSubstr("nope"));
  environment_["AWS_REGION"] = "eu-wst-1";
  EXPECT_THAT(refusal(253, {"ec2", "describe-vpcs"}), AllOf(HasSubstr("AWS_REGION"), HasSubstr("eu-west-1")));
  environment_.erase("AWS_REGION");
  EXPECT_THAT(refusal(253, {"ec2", "describe-vpcs"}), HasSubstr("AWS_REGION"));
  environment_["AWS_REGION"] = "us-east-1";
  environment_["AWS_DEFAULT_OUTPUT"] = "tabel";
  EXPECT_THAT(refusal(253, {"ec2", "describe-vpcs"}), AllOf(HasSubstr("AWS_DEFAULT_OUTPUT"), HasSubstr("table")));
}

TEST_F(bad_input, credentials_that_are_missing_or_wrong) {
  environment_["AWS_SECRET_ACCESS_KEY"] += "x";
  EXPECT_THAT(refusal(254, {"ec2", "describe-vpcs"}), HasSubstr("AuthFailure"));
  EXPECT_THAT(refusal(254, {"sts", "get-caller-identity"}), HasSubstr("SignatureDoesNotMatch"));
  environment_.erase("AWS_SECRET_ACCESS_KEY");
  EXPECT_THAT(refusal(253, {"ec2", "describe-vpcs"}), HasSubstr("AWS_SECRET_ACCESS_KEY"));
  environment_.erase("AWS_ACCESS_KEY_ID");
  EXPECT_THAT(refusal(253, {"ec2", "describe-vpcs"}), HasSubstr("AWS_ACCESS_KEY_ID"));
  EXPECT_THAT(refusal(253, {"ec2", "describe-vpcs", "--regions", "eu-west-1,us-east-1"}),
              HasSubstr("AWS_ACCESS_KEY_ID"));
}

TEST_F(bad_input, servers_that_do_not_answer_well) {
  const std::vector<std::string> words{"ec2", "describe-vpcs", "--max-attempts", "1"};
  const auto broken = [&](const char* fault) {
    server_.inject(fault);
    return refusal(255, words);
  };
  EXPECT_THAT(broken("garbage=1"), HasSubstr("protocol"));
  EXPECT_THAT(broken("truncate=1"), HasSubstr("TruncatedResponse"));
  EXPECT_THAT(broken("close=1"), HasSubstr("Connection"));
  server_.inject("error=1");
  EXPECT_THAT(refusal(254, words), HasSubstr("InternalError"));
  server_.inject("stall=1");
  EXPECT_THAT(refusal(255, {"ec2", "describe-vpcs", "--max-attempts", "1", "--cli-read-timeout", "1"}),
              HasSubstr("imeout"));
  server_.inject("");
  environment_["AWS_ENDPOINT_URL"] = "http://127.0.0.1:1";
  EXPECT_THAT(refusal(255, words), HasSubstr("ConnectionRefused"));
  environment_["AWS_ENDPOINT_URL"] = "http://no-such-host.invalid";
  EXPECT_THAT(refusal(255, words), HasSubstr("UnknownHost"));
}

TEST_F(bad_input, shorthand_shows_the_place) {
  const auto result = run({"ec2", "describe-vpcs", "--filters", "Name=x,=y"});
  EXPECT_EQ(result.status, 252);
  EXPECT_EQ(result.err, "aloft: --filters: expected a key (key=value) at column 8 of\n  Name=x,=y\n         ^\n");
}

TEST_F(bad_input, output_that_nobody_takes) {
  const auto full = test::running_program{{ALOFT_PROGRAM, "services"}, environment_, "/dev/full"}.wait();
  EXPECT_EQ(full.status, 255);
  EXPECT_THAT(full.err, HasSubstr("cannot write to the standard output"));
  // A reader that goes away ends the program without a word, whether or not SIGPIPE is ignored.
  const auto piped = test::run_shell("{ \"$ALOFT\" ec2 help; echo $? >&2; } | true", environment_);
  EXPECT_EQ(piped.err, "141\n");
  const auto ignored = test::run_shell("trap '' PIPE; { \"$ALOFT\" ec2 help; echo $? >&2; } | true", environment_);
  EXPECT_EQ(ignored.err, "141\n");
}

TEST_F(bad_input, interruption_cancels_calls) {
  server_.inject("stall=1");
  for (const auto& [signal, status] : {std::pair{SIGINT, 130}, std::pair{SIGTERM, 143}}) {
    const auto seen = server_.counters().requests;
    test::running_program program{{ALOFT_PROGRAM, "ec2", "describe-vpcs", "--regions", "us-east-1,eu-west-1"},
                                  environment_};
    EXPECT_TRUE(program.runs_until([&] { return server_.counters().requests >= seen + 2; }));
    program.signal(signal);
    const auto result = program.wait();
    EXPECT_EQ(result.status, status) << result.err;
    EXPECT_EQ(result.err, "aloft: interrupted: 0 of 2 regions had answered\n");
  }
}

TEST_F(bad_input, rows_that_came_before_an_interruption_are_there) {
  server_.inject("eu-west-1/ec2:stall=1");
  test::running_program program{
      {ALOFT_PROGRAM, "ec2", "describe-vpcs", "--regions", "us-east-1,eu-west-1", "--output", "ndjson"}, environment_};
  EXPECT_TRUE(program.runs_until([&] { return !program.out().empty(); }));
  program.signal(SIGINT);
  const auto result = program.wait();
  EXPECT_EQ(result.status, 130);
  EXPECT_THAT(result.out, HasSubstr("us-east-1"));
}

}  // namespace
}  // namespace aloft::cli
