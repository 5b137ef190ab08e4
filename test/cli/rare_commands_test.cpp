// Commands of the AWS CLI's own that few need, against servers that play AWS's part; and what is not here.

#include "cli/command/registry.hpp"
#include "client/fixture.hpp"
#include "cloud_fixture.hpp"

#include <boost/json/parse.hpp>

#include <fstream>
#include <sstream>

namespace aloft::cli {
namespace {

using namespace aloft::testing;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

struct rare_commands : test::cloud {
  test::program_result against(std::vector<std::string> answers, const std::vector<std::string>& words) {
    sequence script{std::move(answers)};
    scripted_server server{script.script()};
    environment_["AWS_ENDPOINT_URL"] = "http://127.0.0.1:" + std::to_string(server.port());
    auto result = run(words);
    asked_ = script.requests();
    return result;
  }

  void write(const std::string& name, const std::string& text) const { std::ofstream{home_ + "/" + name} << text; }

  static std::string read(const std::string& path) {
    std::ostringstream text;
    text << std::ifstream{path, std::ios::binary}.rdbuf();
    return text.str();
  }

  std::vector<std::string> asked_;
};

std::string iam(const std::string& action, const std::string& content = "") {
  return answer(200, "<" + action + "Response><" + action + "Result>" + content + "</" + action + "Result></" + action +
                         "Response>");
}

const std::string no_such = answer(404,
                                   "<ErrorResponse><Error><Type>Sender</Type><Code>NoSuchEntity</Code>"
                                   "<Message>no</Message></Error></ErrorResponse>");

TEST_F(rare_commands, roles_are_made_where_they_are_missing) {
  const auto role = iam("CreateRole", "<Role><RoleName>AWSDataLifecycleManagerDefaultRole</RoleName></Role>");
  const auto made = against({no_such, role, iam("AttachRolePolicy")}, {"dlm", "create-default-role"});
  EXPECT_EQ(made.status, 0) << made.err;
  ASSERT_EQ(asked_.size(), 3u);
  EXPECT_THAT(asked_[1], AllOf(HasSubstr("Action=CreateRole"), HasSubstr("dlm.amazonaws.com")));
  EXPECT_THAT(asked_[2], HasSubstr("AWSDataLifecycleManagerServiceRole"));
  EXPECT_THAT(made.out, HasSubstr("\"RoleName\": \"AWSDataLifecycleManagerDefaultRole\""));
  const auto there = against({iam("GetRole"), iam("GetRole"), iam("GetInstanceProfile"), iam("GetRole")},
                             {"emr", "create-default-roles"});
  EXPECT_EQ(there.status, 0) << there.err;
  EXPECT_EQ(there.out, "");
  EXPECT_EQ(asked_.size(), 4u);
}

TEST_F(rare_commands, operations_by_another_name) {
  against({answer(200, "{}")}, {"emr", "terminate-clusters", "--cluster-ids", "j-1", "j-2"});
  ASSERT_EQ(asked_.size(), 1u);
  EXPECT_THAT(asked_[0], AllOf(HasSubstr("TerminateJobFlows"), HasSubstr(R"("JobFlowIds":["j-1","j-2"])")));
  against({iam("ModifyOptionGroup")},
          {"rds", "add-option-to-option-group", "--option-group-name", "g", "--options", "OptionName=OEM,Port=1158"});
  ASSERT_EQ(asked_.size(), 1u);
  EXPECT_THAT(asked_[0],
              AllOf(HasSubstr("OptionsToInclude.OptionConfiguration.1.OptionName=OEM"), HasSubstr("Port=1158")));
}

TEST_F(rare_commands, config_status) {
  const auto shown = against({answer(200, R"({"ConfigurationRecordersStatus": [{"name": "default", "recording": true,
                                "lastStatus": "FAILURE", "lastErrorCode": "C", "lastErrorMessage": "m"}]})"),
                              answer(200, R"({"DeliveryChannelsStatus": [{"name": "d", "configStreamDeliveryInfo":
                                {"lastStatus": "SUCCESS"}}]})")},
                             {"configservice", "get-status"});
  EXPECT_EQ(
      shown.out,
      "Configuration Recorders:\n\nname: default\nrecorder: ON\nlast status: FAILURE\nerror code: C\nmessage: m\n\n"
      "Delivery Channels:\n\nname: d\nlast stream delivery status: SUCCESS\n\n");
}

TEST_F(rare_commands, deploy_push_uploads_and_registers) {
  std::filesystem::create_directories(home_ + "/app/.git");
  write("app/appspec.yml", "version: 0.0\n");
  write("app/.git/config", "hidden\n");
  const std::vector<std::string> words{"deploy",   "push",          "--application-name",
                                       "shop",     "--s3-location", "s3://buck/app.zip",
                                       "--source", home_ + "/app",  "--ignore-hidden-files"};
  const auto pushed = against({answer(200, "", "ETag: \"e1\"\r\nx-amz-version-id: v1\r\n"), answer(200, "{}")}, words);
  EXPECT_EQ(pushed.status, 0) << pushed.err;
  ASSERT_EQ(asked_.size(), 2u);
  EXPECT_THAT(asked_[0], AllOf(StartsWith("PUT /buck/app.zip"), HasSubstr("appspec.yml"), Not(HasSubstr(".git"))));
  EXPECT_THAT(asked_[1], AllOf(HasSubstr("RegisterApplicationRevision"), HasSubstr(R"("eTag":"e1")"),
                               HasSubstr(R"("version":"v1")")));
  EXPECT_THAT(pushed.out, HasSubstr("--s3-location bucket=buck,key=app.zip,bundleType=zip,eTag=e1,version=v1"));
  std::filesystem::remove(home_ + "/app/appspec.yml");
  EXPECT_THAT(against({}, words).err, HasSubstr("appspec.yml"));
}

// OpenSSL's program checks the signature.
TEST_F(rare_commands, cloudfront_addresses_are_signed) {
  const auto key = home_ + "/key.pem", check = home_ + "/check";
  ASSERT_EQ(test::run_shell("openssl genrsa -out " + key + " 2048 2>/dev/null && openssl rsa -in " + key +
                                " -pubout -out " + home_ + "/pub.pem 2>/dev/null",
                            environment_)
                .status,
            0);
  auto shown = out({"cloudfront", "sign", "--url", "https://d1.cloudfront.net/a.jpg?x=1", "--key-pair-id", "K1",
                    "--private-key", "file://" + key, "--date-less-than", "2026-11-26T00:00:00Z"});
  const std::string start = "https://d1.cloudfront.net/a.jpg?x=1&Expires=1795651200&Signature=";
  ASSERT_THAT(shown, StartsWith(start));
  EXPECT_THAT(shown, HasSubstr("&Key-Pair-Id=K1\n"));
  auto signature = shown.substr(start.size(), shown.find("&Key-Pair-Id") - start.size());
  for (char& c : signature) c = c == '-' ? '+' : c == '_' ? '=' : c == '~' ? '/' : c;
  write(
      "policy",
      R"({"Statement":[{"Resource":"https://d1.cloudfront.net/a.jpg?x=1","Condition":{"DateLessThan":{"AWS:EpochTime":1795651200}}}]})");
  write("signature.b64", signature + "\n");
  const auto verified = test::run_shell("cd " + home_ +
                                            " && openssl base64 -d -A -in signature.b64 -out signature && "
                                            "openssl dgst -sha1 -verify pub.pem -signature signature policy",
                                        environment_);
  EXPECT_EQ(verified.out, "Verified OK\n") << verified.err;
  shown = out({"cloudfront", "sign", "--url", "https://d1.cloudfront.net/*", "--key-pair-id", "K1", "--private-key",
               "file://" + key, "--date-less-than", "2026-11-26", "--ip-address", "10.0.0.1"});
  EXPECT_THAT(shown, AllOf(HasSubstr("?Policy="), Not(HasSubstr("Expires="))));
  write("no.pem", "nothing\n");
  EXPECT_THAT(run({"cloudfront", "sign", "--url", "u", "--key-pair-id", "K1", "--private-key",
                   "file://" + home_ + "/no.pem", "--date-less-than", "2026-11-26"})
                  .err,
              HasSubstr("no RSA key"));
}

TEST_F(rare_commands, what_is_not_here_says_what_is) {
  const auto says = [&](const std::vector<std::string>& words) {
    const auto refused = run(words);
    EXPECT_EQ(refused.status, 252);
    return refused.err;
  };
  EXPECT_THAT(says({"emr", "create-cluster"}), HasSubstr("emr create-cluster is not here; instead: run-job-flow"));
  EXPECT_THAT(says({"ddb", "put", "t"}), HasSubstr("instead: dynamodb put-item"));
  EXPECT_THAT(says({"history", "list"}), HasSubstr("--debug"));
  EXPECT_THAT(says({"configservice", "subscribe"}), HasSubstr("put-configuration-recorder"));
}

TEST_F(rare_commands, models_are_added) {
  write("model.json", R"({"version": "2.0", "metadata": {"apiVersion": "2026-01-01", "endpointPrefix": "shop",
      "protocol": "json", "jsonVersion": "1.1", "serviceId": "Small Shop", "signatureVersion": "v4",
      "targetPrefix": "Shop", "serviceFullName": "Small Shop"},
      "operations": {"ListThings": {"name": "ListThings", "http": {"method": "POST", "requestUri": "/"}}}, "shapes": {}})");
  EXPECT_THAT(out({"configure", "add-model", "--service-model", "file://" + home_ + "/model.json"}),
              HasSubstr("aloft small-shop is there from now on"));
  EXPECT_EQ(out({"services", "small-shop"}), "list-things\n");
  write("bad.json", "{}");
  EXPECT_THAT(run({"configure", "add-model", "--service-model", "file://" + home_ + "/bad.json"}).err,
              HasSubstr("it has no metadata"));
}

TEST_F(rare_commands, the_reference_is_written) {
  const auto folder = home_ + "/reference";
  EXPECT_THAT(out({"docs", "sts", "--format", "html", "--output", folder}), HasSubstr(" pages in " + folder));
  EXPECT_THAT(read(folder + "/index.html"), HasSubstr("<a href=\"sts/index.html\">sts</a>"));
  EXPECT_THAT(read(folder + "/sts/index.html"), HasSubstr("<a href=\"assume-role.html\">assume-role</a>"));
  EXPECT_THAT(read(folder + "/sts/assume-role.html"), AllOf(HasSubstr("<h1>aloft sts assume-role</h1>"),
                                                            HasSubstr("<h2>Parameters</h2>"), HasSubstr("--role-arn")));
  out({"docs", "sts", "ec2-instance-connect", "--format", "man", "--output", folder});
  const auto page = read(folder + "/man1/aloft-sts-assume-role.1");
  EXPECT_THAT(page, AllOf(StartsWith(".TH \"ALOFT-STS-ASSUME-ROLE\" 1"), HasSubstr("\n.SH PARAMETERS\n"),
                          HasSubstr("\\-\\-role\\-arn")));
  EXPECT_THAT(run({"docs", "stss", "--format", "man", "--output", folder}).err, HasSubstr("sts"));
  EXPECT_THAT(run({"docs", "sts", "--output", folder}).err, HasSubstr("--format html or man"));
}

}  // namespace
}  // namespace aloft::cli
