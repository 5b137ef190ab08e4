#include "config/default_chain.hpp"

#include "config/folder.hpp"
#include "config/providers/json_credentials.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

#include <gmock/gmock.h>

namespace aloft::config {
namespace {

using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using testing::home_folder;
using ::testing::Not;

result<credentials> load(std::shared_ptr<credentials_provider> from) {
  boost::asio::io_context context;
  auto outcome = boost::asio::co_spawn(context, from->load(), boost::asio::use_future);
  context.run();
  return outcome.get();
}

result<credentials> chain(const environment& variables, const overrides& given = {}) {
  provider_context with;
  with.configuration = settings::resolve(variables, given).value();
  return load(default_chain(std::move(with)));
}

TEST(credential_chain, environment_first) {
  home_folder home;
  home.credentials("[default]\naws_access_key_id = FILE\naws_secret_access_key = secret\n");
  const auto keys =
      chain(home.with({{"AWS_ACCESS_KEY_ID", "ENV"}, {"AWS_SECRET_ACCESS_KEY", "s"}, {"AWS_SESSION_TOKEN", "t"}}))
          .value();
  EXPECT_EQ(keys.access_key_id, "ENV");
  EXPECT_EQ(keys.secret_access_key, "s");
  EXPECT_EQ(keys.session_token, "t");
  EXPECT_EQ(keys.provider, "env");
}

TEST(credential_chain, a_profile_named_in_code_beats_the_environment) {
  home_folder home;
  home.credentials("[a]\naws_access_key_id = FILE\naws_secret_access_key = secret\naws_session_token = token\n");
  const std::map<std::string, std::string> exported{
      {"AWS_ACCESS_KEY_ID", "ENV"}, {"AWS_SECRET_ACCESS_KEY", "s"}, {"AWS_PROFILE", "a"}};
  EXPECT_EQ(chain(home.with(exported)).value().access_key_id, "ENV");
  const auto keys = chain(home.with(exported), {.profile = "a"}).value();
  EXPECT_EQ(keys.access_key_id, "FILE");
  EXPECT_EQ(keys.session_token, "token");
  EXPECT_EQ(keys.provider, "shared-credentials-file");
}

TEST(credential_chain, credentials_file_before_config_file) {
  home_folder home;
  home.config("[default]\naws_access_key_id = CONFIG\naws_secret_access_key = s\n");
  EXPECT_EQ(chain(home.with()).value().provider, "config-file");
  home.credentials("[default]\naws_access_key_id = FILE\naws_secret_access_key = s\n");
  EXPECT_EQ(chain(home.with()).value().provider, "shared-credentials-file");
}

TEST(credential_chain, half_a_pair_is_named_and_nothing_else_is_tried) {
  home_folder home;
  home.credentials("[default]\naws_access_key_id = FILE\n");
  const auto file = chain(home.with());
  ASSERT_FALSE(file);
  EXPECT_EQ(file.error().code(), "PartialCredentials");
  EXPECT_THAT(file.error().message(), AllOf(HasSubstr("aws_access_key_id is set"),
                                            HasSubstr("aws_secret_access_key is not"), HasSubstr(".aws/credentials")));
  const auto variable = chain(home.with({{"AWS_ACCESS_KEY_ID", "ENV"}}));
  ASSERT_FALSE(variable);
  EXPECT_THAT(variable.error().what(), HasSubstr("AWS_SECRET_ACCESS_KEY is not"));
  home.credentials("");
  const auto alone = chain(home.with({{"AWS_SECRET_ACCESS_KEY", "hidden"}}));
  ASSERT_FALSE(alone);
  EXPECT_THAT(alone.error().what(), AllOf(HasSubstr("the key id is not"), Not(HasSubstr("hidden"))));
  credentials half;
  half.access_key_id = "AKID";
  EXPECT_EQ(load(explicit_credentials(half)).error().code(), "PartialCredentials");
}

TEST(credential_chain, nothing_found_lists_the_places) {
  home_folder home;
  const auto outcome = chain(home.with());
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().kind(), error_kind::credentials);
  EXPECT_EQ(outcome.error().code(), "NoCredentials");
  EXPECT_THAT(outcome.error().message(), AllOf(HasSubstr("AWS_ACCESS_KEY_ID"), HasSubstr(home.path(".aws/credentials")),
                                               HasSubstr(home.path(".aws/config")), HasSubstr("instance metadata")));
}

TEST(credential_chain, a_process_prints_credentials) {
  home_folder home;
  home.config(
      "[default]\naws_account_id = 123456789012\ncredential_process = sh -c 'echo \"$0\" >&2; echo "
      "\"{\\\"Version\\\": 1, \\\"AccessKeyId\\\": \\\"AKID\\\", \\\"SecretAccessKey\\\": \\\"s\\\"}\"'\n");
  const auto keys = chain(home.with()).value();
  EXPECT_EQ(keys.access_key_id, "AKID");
  EXPECT_EQ(keys.provider, "custom-process");
  EXPECT_EQ(keys.account_id, "123456789012");
}

TEST(credential_chain, a_process_that_fails_shows_no_secrets) {
  for (const char* command : {"sh -c 'echo hush; exit 3'", "sh -c 'echo hush'", "sh -c 'echo {\\\"hush\\\":1}'",
                              "/no/such/program", "sh -c 'kill -9 $$'", "echo 'hush"}) {
    home_folder home;
    home.config(std::string{"[default]\ncredential_process = "} + command + '\n');
    const auto outcome = chain(home.with());
    ASSERT_FALSE(outcome) << command;
    EXPECT_EQ(outcome.error().kind(), error_kind::credentials);
    EXPECT_THAT(outcome.error().what(), AllOf(HasSubstr(".aws/config:2"), Not(HasSubstr("hush")))) << command;
  }
}

TEST(credential_chain, a_process_that_fails_tells_why) {
  home_folder home;
  home.config("[default]\ncredential_process = sh -c 'printf \"\\noops,\\n\\t no card\\n\" >&2; exit 3'\n");
  EXPECT_THAT(chain(home.with()).error().message(), EndsWith("ended with exit status 3: oops, no card"));
}

TEST(credential_chain, a_process_with_a_shells_operators_runs_in_a_shell) {
  home_folder home;
  home.config(
      "[default]\ncredential_process = echo eyJWZXJzaW9uIjoxLCJBY2Nlc3NLZXlJZCI6IkEiLCJTZWNyZXRBY2Nlc3NLZXkiOiJzIn0= | "
      "base64 --decode\n");
  EXPECT_EQ(chain(home.with()).value().access_key_id, "A");
}

TEST(credential_chain, keys_that_are_over_are_no_keys) {
  for (const char* expiration : {"2001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"}) {
    home_folder home;
    home.config(
        std::string{"[default]\ncredential_process = echo '{\"Version\":1,\"AccessKeyId\":\"A\",\"SecretAccessKey\":"
                    "\"hush\",\"Expiration\":\""} +
        expiration + "\"}'\n");
    const auto by_process = chain(home.with());
    ASSERT_FALSE(by_process) << expiration;
    EXPECT_EQ(by_process.error().code(), "ExpiredCredentials");
    const auto by_variables = chain(home.with(
        {{"AWS_ACCESS_KEY_ID", "A"}, {"AWS_SECRET_ACCESS_KEY", "hush"}, {"AWS_CREDENTIAL_EXPIRATION", expiration}}));
    ASSERT_FALSE(by_variables) << expiration;
    EXPECT_EQ(by_variables.error().code(), "ExpiredCredentials");
  }
}

TEST(json_credentials, members_that_are_no_text_are_named) {
  const auto with = [](const std::string& members) {
    return credentials_from_json(R"({"AccessKeyId":"A","SecretAccessKey":"hush")" + members + "}", "It");
  };
  for (const char* value : {"1893456000", "false", "\"\"", "\"tomorrow\"", "{}", "[]", "\"1893456000\""}) {
    const auto keys = with(std::string{",\"Expiration\":"} + value);
    ASSERT_FALSE(keys) << value;
    EXPECT_EQ(keys.error().code(), "InvalidCredentialsAnswer");
    EXPECT_THAT(keys.error().message(), HasSubstr("Expiration")) << value;
  }
  EXPECT_FALSE(with(R"(,"Token":1)"));
  EXPECT_FALSE(with(R"(,"SessionToken":["t"])"));
  EXPECT_FALSE(with(R"(,"Expiration":null)").value().expiration);
  EXPECT_FALSE(with("").value().expiration);
  EXPECT_EQ(with(R"(,"token":"other","Token":"t")").value().session_token, "t");
  EXPECT_EQ(with(R"(,"expiration":"2099-01-01T00:00Z")").value().expiration->time_since_epoch(),
            std::chrono::seconds{4'070'908'800});
}

TEST(credential_chain, what_cannot_be_is_named) {
  const std::vector<std::pair<std::string, std::string>> wrong{
      {"role_arn = r\nsource_profile = b", "does not exist"},
      {"role_arn = r\nsource_profile = a", "circle"},
      {"role_arn = r\nsource_profile = a\ncredential_source = Environment", "both"},
      {"role_arn = r", "neither"},
      {"role_arn = r\ncredential_source = Nowhere", "expected Environment"},
      {"web_identity_token_file = /t", "role_arn"},
      {"sso_account_id = 1", "sso_role_name"},
      {"sso_account_id = 1\nsso_role_name = r\nsso_session = corp", "[sso-session corp]"},
      {"login_session = x", "aws login"},
      {"sso_account_id = 1\nsso_role_name = r\nsso_start_url = u\nsso_region = q", "pipeline"}};
  for (const auto& [lines, expected] : wrong) {
    home_folder home;
    home.config("[profile a]\n" + lines + "\n");
    const auto outcome = chain(home.with({{"AWS_PROFILE", "a"}}));
    ASSERT_FALSE(outcome) << lines;
    EXPECT_THAT(outcome.error().message(), HasSubstr(expected)) << lines;
  }
}

TEST(credential_chain, keys_given_in_code) {
  credentials keys;
  keys.access_key_id = "AKID";
  keys.secret_access_key = "s";
  EXPECT_EQ(load(explicit_credentials(keys)).value().provider, "explicit");
}

}  // namespace
}  // namespace aloft::config
