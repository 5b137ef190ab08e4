// --endpoint-url is for the command's own service: who is asked for credentials on the way never meets that address.

#include "client/fixture.hpp"
#include "cloud_fixture.hpp"

#include <fstream>

namespace aloft::cli {
namespace {

using namespace aloft::testing;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

/// A server that gives the same answer to everybody, and what it was asked.
struct host {
  explicit host(const std::string& body) : script{std::vector<std::string>(8, answer(200, body))} {}
  sequence script;
  scripted_server server{script.script()};

  std::string url() const { return "http://127.0.0.1:" + std::to_string(server.port()); }
  std::vector<std::string> asked() const { return script.requests(); }
};

const std::string sso_keys =
    R"({"roleCredentials": {"accessKeyId": "ASIASSO", "secretAccessKey": "s", "sessionToken": "t", "expiration": 4070908800000}})";

std::string sts_keys(const std::string& action) {
  return "<" + action + "Response><" + action +
         "Result><Credentials><AccessKeyId>ASIASTS</AccessKeyId><SecretAccessKey>s</SecretAccessKey>"
         "<SessionToken>t</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></" +
         action + "Result></" + action + "Response>";
}

struct endpoint_url : test::cloud {
  endpoint_url() {
    for (const char* name : {"AWS_ENDPOINT_URL", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"})
      environment_.erase(name);
    environment_["AWS_CONFIG_FILE"] = home_ + "/config";
    std::filesystem::create_directories(home_ + "/.aws/sso/cache");
    // The name of the file is the SHA-1 of the session's name, "s".
    std::ofstream{home_ + "/.aws/sso/cache/a0f1490a20d0211c997b44bc357e1972deab8ae3.json"}
        << R"({"startUrl": "https://x.test/start", "region": "us-east-1", "accessToken": "SSO-TOKEN",
               "expiresAt": "2099-01-01T00:00:00Z"})";
    std::ofstream{home_ + "/token"} << "WEB-TOKEN";
    std::ofstream{home_ + "/config"} << "[profile sso]\nsso_session = s\nsso_account_id = 123456789012\n"
                                        "sso_role_name = r\n[sso-session s]\nsso_region = us-east-1\n"
                                        "sso_start_url = https://x.test/start\n"
                                        "[profile web]\nrole_arn = arn:aws:iam::123456789012:role/r\n"
                                        "web_identity_token_file = "
                                     << home_
                                     << "/token\n[profile role]\nrole_arn = arn:aws:iam::123456789012:role/r\n"
                                        "source_profile = keys\n[profile keys]\naws_access_key_id = AKIDLONG\n"
                                        "aws_secret_access_key = secret\n";
  }

  /// What the address given on the command line was asked by two commands as this profile, and that AWS was asked.
  std::vector<std::string> asked_as(const std::string& profile, const host& aws, const host& own) {
    environment_["AWS_ENDPOINT_URL_SSO"] = environment_["AWS_ENDPOINT_URL_STS"] = aws.url();
    const auto listed = run({"s3api", "list-buckets", "--profile", profile, "--endpoint-url", own.url()});
    EXPECT_EQ(listed.status, 0) << listed.err;
    std::filesystem::remove_all(home_ + "/.aws/cli/cache");
    const auto keys = run({"configure", "export-credentials", "--profile", profile, "--endpoint-url", own.url()});
    EXPECT_EQ(keys.status, 0) << keys.err;
    EXPECT_THAT(aws.asked(), SizeIs(2));
    return own.asked();
  }
};

const std::string no_buckets = "<ListAllMyBucketsResult/>";

TEST_F(endpoint_url, is_no_place_for_sso_tokens) {
  host aws{sso_keys}, own{no_buckets};
  EXPECT_THAT(asked_as("sso", aws, own), AllOf(SizeIs(1), Each(Not(HasSubstr("SSO-TOKEN")))));
  EXPECT_THAT(aws.asked(), Each(HasSubstr("SSO-TOKEN")));
}

TEST_F(endpoint_url, is_no_place_for_web_identity_tokens) {
  host aws{sts_keys("AssumeRoleWithWebIdentity")}, own{no_buckets};
  EXPECT_THAT(asked_as("web", aws, own), AllOf(SizeIs(1), Each(Not(HasSubstr("WEB-TOKEN")))));
}

TEST_F(endpoint_url, is_not_asked_for_roles) {
  host aws{sts_keys("AssumeRole")}, own{no_buckets};
  EXPECT_THAT(asked_as("role", aws, own), AllOf(SizeIs(1), Each(Not(HasSubstr("AssumeRole")))));
}

TEST_F(endpoint_url, is_not_asked_for_regions_and_accounts_of_other_services) {
  environment_["AWS_ACCESS_KEY_ID"] = "AKIDEXAMPLE";
  environment_["AWS_SECRET_ACCESS_KEY"] = "secret";
  host ec2{
      "<DescribeRegionsResponse><regionInfo><item><regionName>eu-west-1</regionName></item>"
      "<item><regionName>eu-west-3</regionName></item></regionInfo></DescribeRegionsResponse>"};
  host own{"{}"};
  environment_["AWS_ENDPOINT_URL_EC2"] = ec2.url();
  const auto listed = run({"dynamodb", "list-tables", "--regions", "eu-*", "--endpoint-url", own.url()});
  EXPECT_EQ(listed.status, 0) << listed.err;
  EXPECT_THAT(ec2.asked(), SizeIs(1));
  EXPECT_THAT(own.asked(), AllOf(SizeIs(2), Each(Not(HasSubstr("DescribeRegions")))));
}

TEST_F(endpoint_url, is_where_the_own_service_is_asked_for_regions) {
  environment_["AWS_ENDPOINT_URL_EC2"] = "http://127.0.0.1:1";
  const auto keys = local::demo_credentials();
  environment_["AWS_ACCESS_KEY_ID"] = keys.access_key_id;
  environment_["AWS_SECRET_ACCESS_KEY"] = keys.secret_access_key;
  EXPECT_EQ(run({"ec2", "describe-vpcs", "--regions", "eu-*", "--endpoint-url", server_.endpoint_url()}).status, 0);
}

}  // namespace
}  // namespace aloft::cli
