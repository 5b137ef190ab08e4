#include "engine_fixture.hpp"

namespace aloft::local {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

class refusals : public test::engine_test {
 public:
  /// The answer to a signed form.
  http_response post(std::string_view service, std::string body) {
    auto made = request("ec2", "DescribeVpcs");
    made.body = std::move(body);
    sign(made, identity, signing(service), keys).value();
    return tested->handle(made, now).response;
  }
};

TEST_F(refusals, of_actions_that_do_not_exist) {
  const auto answer = post("ec2", "Action=DescribeEverything&Version=2016-11-15");
  EXPECT_EQ(answer.status, 400);
  EXPECT_THAT(answer.body, AllOf(HasSubstr("<Response><Errors><Error><Code>InvalidAction</Code>"),
                                 HasSubstr("The action DescribeEverything is not valid for this web service."),
                                 HasSubstr("<RequestID>")));
  EXPECT_THAT(post("sts", "Action=Nothing&Version=2011-06-15").body,
              AllOf(HasSubstr("<ErrorResponse"), HasSubstr("<Code>InvalidAction</Code>")));
  EXPECT_THAT(post("ec2", "Version=2016-11-15").body, HasSubstr("<Code>MissingAction</Code>"));
}

TEST_F(refusals, of_parameters_that_do_not_exist_or_fit) {
  EXPECT_THAT(post("ec2", "Action=DescribeVpcs&Version=2016-11-15&Colour=red").body,
              AllOf(HasSubstr("<Code>UnknownParameter</Code>"), HasSubstr("Colour")));
  EXPECT_THAT(post("ec2", "Action=DescribeVpcs&Version=2016-11-15&MaxResults=many").body,
              HasSubstr("<Code>InvalidParameterValue</Code>"));
  EXPECT_THAT(post("ec2", "Action=DescribeVpcs&Version=2016-11-15&VpcId.1=%zz").body,
              HasSubstr("<Code>MalformedQueryString</Code>"));
}

TEST_F(refusals, of_operations_that_are_not_there_yet) {
  EXPECT_THAT(refusal("CreateImage", R"({"InstanceId": "i-12345678", "Name": "n"})"),
              AllOf(StartsWith("UnsupportedOperation (400): The embedded AWS does not have ec2 CreateImage; it has "),
                    HasSubstr("DescribeVpcs")));
}

TEST_F(refusals, dry_runs_do_nothing_and_say_what_would_be) {
  EXPECT_EQ(refusal("CreateSecurityGroup", R"({"GroupName": "a", "Description": "b", "DryRun": true})"),
            "DryRunOperation (412): Request would have succeeded, but DryRun flag is set.");
  EXPECT_THAT(refusal("DeleteVpc", R"({"DryRun": true})"), HasSubstr("MissingParameter"));
  create_group("a");
}

TEST_F(refusals, name_missing_members_inside_others) {
  EXPECT_EQ(refusal("CreateTags", R"({"Resources": ["vpc-12345678"]})"),
            "MissingParameter (400): The request must contain the parameter Tags");
}

TEST_F(refusals, every_answer_has_a_request_id) {
  const auto answer = post("ec2", "Action=DescribeVpcs&Version=2016-11-15");
  const auto id = answer.headers.find("x-amzn-RequestId");
  ASSERT_TRUE(id);
  EXPECT_THAT(answer.body, HasSubstr("<requestId>" + std::string{*id} + "</requestId>"));
  EXPECT_EQ(answer.headers.find("Content-Type"), "text/xml;charset=UTF-8");
}

TEST_F(refusals, of_options_that_cannot_be) {
  const auto why = [&](server_options options) {
    const auto made = engine::make(options, catalog);
    return made ? std::string{"accepted"} : std::string{made.error().code()} + ": " + made.error().message();
  };
  server_options options;
  options.account_id = "12";
  EXPECT_EQ(why(options), "InvalidOption: account_id: \"12\" is not 12 digits");
  options = {};
  options.opted_in = {"mars-1"};
  EXPECT_EQ(why(options), "InvalidOption: opted_in: there is no region \"mars-1\"");
  options.opted_in = {"us-east-1"};
  EXPECT_EQ(why(options), "InvalidOption: opted_in: region \"us-east-1\" needs no opting in");
  options = {};
  options.keys = {{"id", ""}};
  EXPECT_EQ(why(options), "InvalidOption: keys: a key has an empty id or secret");
  options = {};
  options.faults = "error";
  EXPECT_THAT(why(options), StartsWith("InvalidOption: faults: "));
}

}  // namespace
}  // namespace aloft::local
