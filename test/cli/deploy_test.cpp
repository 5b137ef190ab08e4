// cloudformation deploy and codeartifact login, against servers that play AWS's part.

#include "client/fixture.hpp"
#include "cloud_fixture.hpp"

#include <fstream>
#include <sstream>

namespace aloft::cli {
namespace {

using namespace aloft::testing;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

std::string result_of(const std::string& action, const std::string& content) {
  return answer(200, "<" + action + "Response><" + action + "Result>" + content + "</" + action + "Result></" + action +
                         "Response>");
}

const std::string no_stack = answer(400,
                                    "<ErrorResponse><Error><Type>Sender</Type><Code>ValidationError</Code>"
                                    "<Message>Stack with id s does not exist</Message></Error></ErrorResponse>");

std::string stack(const std::string& status) {
  return result_of("DescribeStacks",
                   "<Stacks><member><StackName>s</StackName><StackStatus>" + status +
                       "</StackStatus><Parameters><member><ParameterKey>Kept</ParameterKey><ParameterValue>1"
                       "</ParameterValue></member></Parameters></member></Stacks>");
}

std::string change_set(const std::string& status, const std::string& reason = "") {
  return result_of("DescribeChangeSet", "<Status>" + status + "</Status><StatusReason>" + reason + "</StatusReason>");
}

const std::string made = result_of("CreateChangeSet", "<Id>arn:changeset</Id>");
const std::string executed = result_of("ExecuteChangeSet", "");

struct deploy : test::cloud {
  deploy() { std::ofstream{home_ + "/t.yaml"} << "Resources: {}\n"; }

  test::program_result against(std::vector<std::string> answers, std::vector<std::string> words) {
    sequence script{std::move(answers)};
    scripted_server server{script.script()};
    environment_["AWS_ENDPOINT_URL"] = "http://127.0.0.1:" + std::to_string(server.port());
    words.insert(words.begin(),
                 {"cloudformation", "deploy", "--template-file", home_ + "/t.yaml", "--stack-name", "s"});
    auto result = run(words);
    asked_ = script.requests();
    return result;
  }

  std::vector<std::string> asked_;
};

TEST_F(deploy, makes_a_stack) {
  const auto done = against({no_stack, made, change_set("CREATE_COMPLETE"), executed, stack("CREATE_COMPLETE")},
                            {"--parameter-overrides", "A=1", "B=x=y", "--capabilities", "CAPABILITY_IAM"});
  EXPECT_EQ(done.status, 0) << done.err;
  EXPECT_THAT(done.out, HasSubstr("Successfully created/updated stack - s"));
  ASSERT_EQ(asked_.size(), 5u);
  EXPECT_THAT(asked_[1],
              AllOf(HasSubstr("ChangeSetType=CREATE"), HasSubstr("ParameterKey=A"), HasSubstr("ParameterValue=x%3Dy"),
                    HasSubstr("Capabilities.member.1=CAPABILITY_IAM"), HasSubstr("TemplateBody=Resources")));
}

TEST_F(deploy, keeps_the_parameters_that_a_stack_has) {
  const auto summary = result_of("GetTemplateSummary",
                                 "<Parameters><member><ParameterKey>Kept</ParameterKey></member>"
                                 "<member><ParameterKey>New</ParameterKey></member></Parameters>");
  const auto done =
      against({stack("CREATE_COMPLETE"), stack("CREATE_COMPLETE"), summary, made, change_set("CREATE_COMPLETE")},
              {"--no-execute-changeset"});
  EXPECT_EQ(done.status, 0) << done.err;
  EXPECT_THAT(done.out, HasSubstr("describe-change-set --change-set-name arn:changeset"));
  EXPECT_THAT(asked_.at(3), AllOf(HasSubstr("ChangeSetType=UPDATE"), HasSubstr("ParameterKey=Kept"),
                                  HasSubstr("UsePreviousValue=true"), Not(HasSubstr("ParameterKey=New"))));
}

TEST_F(deploy, nothing_to_do_is_no_failure_unless_that_is_wanted) {
  const std::string empty = "The submitted information didn't contain changes. Submit different information.";
  EXPECT_EQ(against({no_stack, made, change_set("FAILED", empty)}, {}).status, 0);
  EXPECT_EQ(against({no_stack, made, change_set("FAILED", empty)}, {"--fail-on-empty-changeset"}).status, 255);
}

TEST_F(deploy, large_templates_go_by_a_bucket) {
  std::ofstream{home_ + "/t.yaml"} << "Resources: {}\n" << std::string(60'000, '#') << '\n';
  EXPECT_THAT(against({}, {}).err, HasSubstr("--s3-bucket"));
  const auto done = against({answer(404, ""), answer(200, ""), no_stack, made, change_set("CREATE_COMPLETE")},
                            {"--s3-bucket", "buck", "--no-execute-changeset"});
  EXPECT_EQ(done.status, 0) << done.err;
  ASSERT_EQ(asked_.size(), 5u);
  EXPECT_THAT(asked_[1], AllOf(HasSubstr("PUT /buck/"), HasSubstr(".template")));
  EXPECT_THAT(asked_[3], AllOf(HasSubstr("TemplateURL=http"), Not(HasSubstr("TemplateBody"))));
}

TEST_F(deploy, says_what_failed) {
  EXPECT_THAT(against({no_stack, made, change_set("FAILED", "bad template")}, {}).err, HasSubstr("bad template"));
  const auto rolled_back =
      against({no_stack, made, change_set("CREATE_COMPLETE"), executed, stack("ROLLBACK_COMPLETE")}, {});
  EXPECT_EQ(rolled_back.status, 254);
  EXPECT_THAT(rolled_back.err,
              AllOf(HasSubstr("ROLLBACK_COMPLETE"), HasSubstr("describe-stack-events --stack-name s")));
}

TEST_F(deploy, package_repositories) {
  const auto token = answer(200, R"({"authorizationToken": "TOKEN"})");
  const auto place =
      answer(200, R"({"repositoryEndpoint": "https://d-1.d.codeartifact.us-east-1.amazonaws.com/npm/r/"})");
  sequence script{{token, place, token, place, token, place}};
  scripted_server server{script.script()};
  environment_["AWS_ENDPOINT_URL"] = "http://127.0.0.1:" + std::to_string(server.port());
  const auto login = [&](const std::string& tool, bool dry) {
    std::vector<std::string> words{"codeartifact", "login", "--tool", tool, "--domain", "dom", "--repository", "rep"};
    if (dry) words.push_back("--dry-run");
    return out(words);
  };
  EXPECT_EQ(login("npm", true),
            "'npm' 'config' 'set' 'registry' 'https://d-1.d.codeartifact.us-east-1.amazonaws.com/npm/r/'\n"
            "'npm' 'config' 'set' '//d-1.d.codeartifact.us-east-1.amazonaws.com/npm/r/:_authToken' 'TOKEN'\n");
  EXPECT_EQ(login("pip", true),
            "'pip' 'config' 'set' 'site.index-url' "
            "'https://aws:TOKEN@d-1.d.codeartifact.us-east-1.amazonaws.com/npm/r/simple/'\n");
  EXPECT_THAT(login("twine", false), HasSubstr("Successfully configured twine"));
  std::ostringstream text;
  text << std::ifstream{home_ + "/.pypirc"}.rdbuf();
  EXPECT_THAT(text.str(), AllOf(HasSubstr("[distutils]\nindex-servers = codeartifact\n"),
                                HasSubstr("username = aws\npassword = TOKEN\n")));
}

}  // namespace
}  // namespace aloft::cli
