// sso login and logout against a server that plays AWS's part.

#include "client/fixture.hpp"
#include "cloud_fixture.hpp"

#include <sys/stat.h>

#include <fstream>
#include <sstream>

namespace aloft::cli {
namespace {

using namespace aloft::testing;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

const std::string registered =
    answer(200, R"({"clientId": "id", "clientSecret": "client-secret", "clientSecretExpiresAt": 4070908800})");
const std::string device =
    answer(200, R"({"deviceCode": "dev", "userCode": "ABCD-EFGH", "verificationUri": "https://x.test/",
    "verificationUriComplete": "https://x.test/?code=ABCD-EFGH", "expiresIn": 600, "interval": 0})");
const std::string pending =
    answer(400, R"({"__type": "AuthorizationPendingException", "error": "authorization_pending"})");
const std::string token =
    answer(200, R"({"accessToken": "TOKEN", "expiresIn": 28800, "refreshToken": "REFRESH", "tokenType": "Bearer"})");

struct sso_login : test::cloud {
  sso_login() {
    environment_["AWS_CONFIG_FILE"] = home_ + "/config";
    std::ofstream{home_ + "/config"}
        << "[profile p]\nsso_session = s\n[sso-session s]\nsso_region = us-east-1\n"
           "sso_start_url = https://x.test/start\nsso_registration_scopes = sso:account:access\n";
  }

  test::program_result against(std::vector<std::string> answers, const std::vector<std::string>& words) {
    sequence script{std::move(answers)};
    scripted_server server{script.script()};
    environment_["AWS_ENDPOINT_URL"] = "http://127.0.0.1:" + std::to_string(server.port());
    auto result = run(words);
    asked_ = script.requests();
    return result;
  }

  // Named after the SHA-1 of "s".
  const std::string file_ = home_ + "/.aws/sso/cache/a0f1490a20d0211c997b44bc357e1972deab8ae3.json";
  std::vector<std::string> asked_;
};

TEST_F(sso_login, keeps_the_token_where_the_aws_cli_looks_for_it) {
  const auto done = against({registered, device, pending, token}, {"sso", "login", "--profile", "p", "--no-browser"});
  EXPECT_EQ(done.status, 0) << done.err;
  EXPECT_THAT(done.out,
              AllOf(HasSubstr("https://x.test/?code=ABCD-EFGH"), HasSubstr("ABCD-EFGH"), Not(HasSubstr("TOKEN"))));
  std::ostringstream kept;
  kept << std::ifstream{file_}.rdbuf();
  EXPECT_THAT(kept.str(),
              AllOf(HasSubstr(R"("startUrl":"https://x.test/start")"), HasSubstr(R"("accessToken":"TOKEN")"),
                    HasSubstr(R"("refreshToken":"REFRESH")"), HasSubstr(R"("clientId":"id")"),
                    HasSubstr(R"("registrationExpiresAt":"2099-01-01T00:00:00Z")")));
  struct stat facts {};
  ASSERT_EQ(::stat(file_.c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 0777, 0600u);
  ASSERT_EQ(asked_.size(), 4u);
  for (const auto& request : asked_) EXPECT_THAT(request, Not(HasSubstr("Authorization: AWS4")));
  EXPECT_THAT(asked_[0], HasSubstr(R"("scopes":["sso:account:access"])"));
  EXPECT_THAT(asked_[3], HasSubstr("urn:ietf:params:oauth:grant-type:device_code"));
}

TEST_F(sso_login, keeps_nothing_when_nobody_may) {
  const auto denied = answer(400, R"({"__type": "AccessDeniedException", "error": "access_denied"})");
  EXPECT_EQ(against({registered, device, denied}, {"sso", "login", "--sso-session", "s", "--no-browser"}).status, 254);
  EXPECT_FALSE(std::filesystem::exists(file_));
}

TEST_F(sso_login, says_what_is_missing) {
  const auto refused = against({}, {"sso", "login"});
  EXPECT_EQ(refused.status, 253);
  EXPECT_THAT(refused.err, HasSubstr("aloft configure sso-session"));
}

TEST_F(sso_login, logout_removes_tokens_and_keys_of_roles) {
  std::filesystem::create_directories(home_ + "/.aws/sso/cache");
  std::filesystem::create_directories(home_ + "/.aws/cli/cache");
  std::ofstream{file_} << R"({"accessToken": "TOKEN", "region": "us-east-1"})";
  std::ofstream{home_ + "/.aws/cli/cache/a.json"} << R"({"ProviderType": "sso"})";
  std::ofstream{home_ + "/.aws/cli/cache/b.json"} << R"({"Credentials": {}})";
  const auto done = against({answer(200, "")}, {"sso", "logout"});
  EXPECT_EQ(done.status, 0) << done.err;
  EXPECT_FALSE(std::filesystem::exists(file_));
  EXPECT_FALSE(std::filesystem::exists(home_ + "/.aws/cli/cache/a.json"));
  EXPECT_TRUE(std::filesystem::exists(home_ + "/.aws/cli/cache/b.json"));
  ASSERT_EQ(asked_.size(), 1u);
  EXPECT_THAT(asked_[0], HasSubstr("TOKEN"));
}

}  // namespace
}  // namespace aloft::cli
