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
  const auto done = against({registered, device, pending, token},
                            {"sso", "login", "--profile", "p", "--use-device-code", "--no-browser"});
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

/// A browser that goes where it is sent: what the page behind an address says is in `more`.
std::string browser_script(const std::string& more) {
  return R"(#!/usr/bin/env python3
import sys, urllib.parse, urllib.request, urllib.error
query = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(sys.argv[1]).query))
open(sys.argv[0] + ".seen", "w").write(sys.argv[1])
back, state = query["redirect_uri"], query["state"]
def go(**parts):
    try:
        return urllib.request.urlopen(back + "?" + urllib.parse.urlencode(parts)).read().decode()
    except urllib.error.HTTPError as failure:
        return str(failure.code)
pages = [go(code="forged", state="of somebody else")]
)" + more +
         R"(
open(sys.argv[0] + ".pages", "w").write("\n".join(pages))
)";
}

std::string read_file(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream{path}.rdbuf();
  return text.str();
}

struct browser_login : sso_login {
  void browse(const std::string& more) {
    const auto program = home_ + "/browser";
    std::ofstream{program} << browser_script(more);
    std::filesystem::permissions(program, std::filesystem::perms::owner_all);
    environment_["BROWSER"] = program;
    // Proxies are nothing for loopback.
    environment_["no_proxy"] = "*";
  }
};

TEST_F(browser_login, takes_the_code_that_the_browser_brings) {
  browse(R"(pages.append(go(code="the code & more", state=state)))");
  const auto done = against({registered, token}, {"sso", "login", "--profile", "p"});
  EXPECT_EQ(done.status, 0) << done.err;
  EXPECT_THAT(read_file(file_), AllOf(HasSubstr(R"("accessToken":"TOKEN")"), HasSubstr(R"("refreshToken":"REFRESH")")));
  const auto seen = read_file(home_ + "/browser.seen");
  EXPECT_THAT(done.out, HasSubstr(seen));
  EXPECT_THAT(seen,
              AllOf(HasSubstr("/authorize?response_type=code&client_id=id&redirect_uri=http%3A%2F%2F127.0.0.1%3A"),
                    HasSubstr("&code_challenge_method=S256&"), HasSubstr("&scopes=sso%3Aaccount%3Aaccess&")));
  ASSERT_EQ(asked_.size(), 2u);
  EXPECT_THAT(asked_[0], AllOf(HasSubstr("authorization_code"), HasSubstr("http://127.0.0.1/oauth/callback"),
                               HasSubstr(R"("issuerUrl":"https://x.test/start")")));
  EXPECT_THAT(asked_[1], AllOf(HasSubstr(R"("code":"the code & more")"), HasSubstr(R"("codeVerifier":")"),
                               HasSubstr(R"("grantType":"authorization_code")")));
}

TEST_F(browser_login, a_refusal_is_one_line) {
  browse(R"(pages.append(go(error="access_denied", error_description="not today", state=state)))");
  const auto refused = against({registered}, {"sso", "login", "--profile", "p"});
  EXPECT_EQ(refused.status, 253);
  EXPECT_THAT(refused.err, HasSubstr("access_denied: not today"));
  EXPECT_FALSE(std::filesystem::exists(file_));
}

TEST_F(browser_login, configure_sso_makes_a_profile) {
  browse(R"(pages.append(go(code="CODE", state=state)))");
  const auto accounts = answer(200, R"({"accountList": [{"accountId": "111111111111", "accountName": "one"},
      {"accountId": "222222222222", "accountName": "two"}]})");
  const auto roles = answer(200, R"({"roleList": [{"roleName": "Admin", "accountId": "222222222222"}]})");
  sequence script{{registered, token, accounts, roles}};
  scripted_server server{script.script()};
  environment_["AWS_ENDPOINT_URL"] = "http://127.0.0.1:" + std::to_string(server.port());
  const auto done =
      test::run_shell("printf 's\\n\\n\\n\\n2\\neu-west-1\\njson\\n\\n' | $ALOFT configure sso", environment_);
  EXPECT_EQ(done.status, 0) << done.err;
  EXPECT_THAT(done.out, AllOf(HasSubstr("1  111111111111, one"), HasSubstr("The only role is Admin.")));
  EXPECT_THAT(read_file(home_ + "/config"),
              HasSubstr("[profile Admin-222222222222]\nsso_session = s\nsso_account_id = 222222222222\n"
                        "sso_role_name = Admin\nregion = eu-west-1\noutput = json\n"));
  EXPECT_THAT(read_file(file_), HasSubstr("TOKEN"));
}

// {"sub": "arn:aws:iam::123456789012:user/ann"} between two other parts.
const std::string signed_in = answer(200, R"({"accessToken": {"accessKeyId": "AKID", "secretAccessKey": "SECRET",
    "sessionToken": "SESSION"}, "tokenType": "urn:aws:params:oauth:token-type:access_token_sigv4", "expiresIn": 900,
    "refreshToken": "REFRESH", "idToken": "h.eyJzdWIiOiAiYXJuOmF3czppYW06OjEyMzQ1Njc4OTAxMjp1c2VyL2FubiJ9.s"})");

TEST_F(browser_login, login_keeps_what_sdks_read_and_logout_removes_it) {
  std::ofstream{home_ + "/config"} << "# mine\n";
  environment_.erase("AWS_ACCESS_KEY_ID");
  environment_.erase("AWS_SECRET_ACCESS_KEY");
  environment_.erase("AWS_REGION");
  browse(R"(pages.append(go(code="CODE", state=state)))");
  const auto done = against({signed_in}, {"login", "--profile", "dev", "--region", "eu-west-1"});
  EXPECT_EQ(done.status, 0) << done.err;
  EXPECT_THAT(done.out, HasSubstr("Profile dev is logged in as arn:aws:iam::123456789012:user/ann."));
  EXPECT_EQ(read_file(home_ + "/config"),
            "# mine\n\n[profile dev]\nlogin_session = arn:aws:iam::123456789012:user/ann\n");
  ASSERT_EQ(asked_.size(), 1u);
  EXPECT_THAT(asked_[0], AllOf(HasSubstr("DPoP: "), HasSubstr("devtools/same-device"), HasSubstr(R"("code":"CODE")"),
                               Not(HasSubstr("Authorization:"))));
  EXPECT_THAT(read_file(home_ + "/browser.seen"), AllOf(HasSubstr("/v1/authorize?"), HasSubstr("scope=openid")));
  // The keys work from here on.
  environment_["AWS_REGION"] = "eu-west-1";
  const auto keys = run({"configure", "export-credentials", "--profile", "dev"});
  EXPECT_THAT(keys.out, AllOf(HasSubstr("AKID"), HasSubstr("SESSION"))) << keys.err;
  EXPECT_THAT(out({"logout", "--profile", "dev"}), HasSubstr("Removed the login of profile dev."));
  EXPECT_EQ(run({"configure", "export-credentials", "--profile", "dev"}).status, 253);
}

TEST_F(browser_login, login_leaves_profiles_with_other_credentials_alone) {
  std::ofstream{home_ + "/config"} << "[profile p]\nrole_arn = arn:aws:iam::1:role/r\nregion = eu-west-1\n";
  const auto refused = against({}, {"login", "--profile", "p"});
  EXPECT_EQ(refused.status, 253);
  EXPECT_THAT(refused.err, AllOf(HasSubstr("role_arn"), HasSubstr("--profile")));
}

TEST_F(sso_login, keeps_nothing_when_nobody_may) {
  const auto denied = answer(400, R"({"__type": "AccessDeniedException", "error": "access_denied"})");
  EXPECT_EQ(
      against({registered, device, denied}, {"sso", "login", "--sso-session", "s", "--use-device-code", "--no-browser"})
          .status,
      254);
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
