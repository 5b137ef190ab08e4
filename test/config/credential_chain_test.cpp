#include "config/credential_chain.hpp"

#include "config/folder.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

#include <gmock/gmock.h>

namespace aloft::config {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using testing::home_folder;
using ::testing::Not;

result<credentials> load(std::shared_ptr<runtime::credentials_provider> from) {
  boost::asio::io_context context;
  auto outcome = boost::asio::co_spawn(context, from->load(), boost::asio::use_future);
  context.run();
  return outcome.get();
}

result<credentials> chain(const environment& variables, const overrides& given = {}) {
  return load(default_chain(settings::resolve(variables, given).value()));
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
  const auto variable = chain(home.with({{"AWS_SECRET_ACCESS_KEY", "hidden"}}));
  ASSERT_FALSE(variable);
  EXPECT_THAT(variable.error().what(), AllOf(HasSubstr("AWS_ACCESS_KEY_ID is not"), Not(HasSubstr("hidden"))));
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
                                               HasSubstr(home.path(".aws/config")), HasSubstr("Instance metadata")));
}

TEST(credential_chain, sources_that_are_not_supported_are_named) {
  for (const char* line :
       {"role_arn = r\nsource_profile = b", "web_identity_token_file = /t\nrole_arn = r", "sso_session = corp",
        "sso_account_id = 1", "login_session = x", "credential_process = /bin/x"}) {
    home_folder home;
    home.config(std::string{"[profile a]\n"} + line + "\naws_access_key_id = CONFIG\naws_secret_access_key = s\n");
    const auto outcome = chain(home.with({{"AWS_PROFILE", "a"}}));
    ASSERT_FALSE(outcome) << line;
    EXPECT_EQ(outcome.error().code(), "UnsupportedCredentialSource");
    const std::string setting{line, std::string_view{line}.find(' ')};
    EXPECT_THAT(outcome.error().message(),
                AllOf(HasSubstr(setting), HasSubstr("profile \"a\""), HasSubstr(".aws/config:2")));
  }
  home_folder home;
  EXPECT_THAT(chain(home.with({{"AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://x"}})).error().message(),
              HasSubstr("AWS_CONTAINER_CREDENTIALS_FULL_URI"));
}

TEST(credential_chain, keys_given_in_code) {
  credentials keys;
  keys.access_key_id = "AKID";
  keys.secret_access_key = "s";
  EXPECT_EQ(load(explicit_credentials(keys)).value().provider, "explicit");
}

}  // namespace
}  // namespace aloft::config
