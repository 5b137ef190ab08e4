#include <aloft/config/settings.hpp>

#include "config/folder.hpp"

#include <gmock/gmock.h>

namespace aloft::config {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using testing::home_folder;

std::shared_ptr<const settings> resolve(const environment& variables, const overrides& given = {}) {
  return settings::resolve(variables, given).value();
}

TEST(settings, an_empty_machine_has_defaults_only) {
  home_folder home;
  const auto found = resolve(home.with());
  EXPECT_EQ(found->profile.value, "default");
  EXPECT_FALSE(found->region);
  EXPECT_FALSE(found->ca_bundle);
  EXPECT_FALSE(found->endpoint_url("EC2"));
}

TEST(settings, region_code_then_environment_then_profile) {
  home_folder home;
  home.config("[default]\nregion = eu-west-1\n");
  EXPECT_EQ(resolve(home.with())->region.value, "eu-west-1");
  EXPECT_EQ(resolve(home.with())->region.source, home.path(".aws/config") + ":2");
  EXPECT_EQ(resolve(home.with({{"AWS_DEFAULT_REGION", "eu-west-2"}}))->region.value, "eu-west-2");
  EXPECT_EQ(resolve(home.with({{"AWS_REGION", "eu-west-3"}, {"AWS_DEFAULT_REGION", "eu-west-2"}}))->region.value,
            "eu-west-3");
  EXPECT_EQ(resolve(home.with({{"AWS_REGION", "eu-west-3"}}), {.region = "us-east-1"})->region.value, "us-east-1");
}

TEST(settings, profile_code_then_environment) {
  home_folder home;
  home.config("[profile a]\nregion = eu-west-1\n[profile b]\nregion = eu-west-2\n");
  EXPECT_EQ(resolve(home.with({{"AWS_PROFILE", "a"}}))->region.value, "eu-west-1");
  EXPECT_EQ(resolve(home.with({{"AWS_PROFILE", "a"}}), {.profile = "b"})->region.value, "eu-west-2");
  EXPECT_TRUE(resolve(home.with({{"AWS_PROFILE", "a"}}), {.profile = "b"})->profile_given);
  EXPECT_FALSE(resolve(home.with({{"AWS_PROFILE", "a"}}))->profile_given);
}

TEST(settings, say_whether_blobs_on_a_command_line_are_bytes) {
  home_folder home;
  const auto said = [&](const std::string& value) {
    home.config("[default]\ncli_binary_format = " + value + "\n");
    return resolve(home.with())->raw_binary();
  };
  EXPECT_FALSE(resolve(home.with())->raw_binary().value());
  EXPECT_FALSE(said("base64").value());
  EXPECT_TRUE(said("raw-in-base64-out").value());
  const auto wrong = said("raw");
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().code(), "InvalidSetting");
  EXPECT_THAT(wrong.error().message(),
              AllOf(HasSubstr("cli_binary_format"), HasSubstr(".aws/config:2"), HasSubstr("raw-in-base64-out")));
}

TEST(settings, unknown_profiles_get_suggestions) {
  home_folder home;
  home.config("[profile production]\n").credentials("[staging]\n");
  const auto outcome = settings::resolve(home.with({{"AWS_PROFILE", "prodution"}}), {});
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().kind(), error_kind::config);
  EXPECT_EQ(outcome.error().code(), "ProfileNotFound");
  EXPECT_THAT(outcome.error().message(),
              AllOf(HasSubstr("\"prodution\""), HasSubstr("AWS_PROFILE"), HasSubstr("production")));
}

TEST(settings, files_can_be_elsewhere_and_tilde_is_home) {
  home_folder home;
  home.write("other", "[default]\nregion = eu-west-1\n");
  EXPECT_EQ(resolve(home.with({{"AWS_CONFIG_FILE", "~/other"}}))->region.value, "eu-west-1");
  EXPECT_EQ(resolve(home.with({{"AWS_CONFIG_FILE", home.path("other")}}))->region.value, "eu-west-1");
}

TEST(settings, the_credentials_file_wins_over_the_config_file) {
  home_folder home;
  home.config("[profile a]\nregion = eu-west-1\n").credentials("[a]\nregion = eu-west-2\n");
  EXPECT_EQ(resolve(home.with({{"AWS_PROFILE", "a"}}))->region.value, "eu-west-2");
}

TEST(settings, endpoint_urls_from_near_to_far) {
  home_folder home;
  home.config(
      "[default]\nservices = local\nendpoint_url = http://profile\n"
      "[services local]\nelastic_beanstalk =\n  endpoint_url = http://section\n");
  EXPECT_EQ(resolve(home.with())->endpoint_url("EC2").value, "http://profile");
  EXPECT_EQ(resolve(home.with())->endpoint_url("Elastic Beanstalk").value, "http://section");
  EXPECT_EQ(resolve(home.with({{"AWS_ENDPOINT_URL", "http://all"}}))->endpoint_url("Elastic Beanstalk").value,
            "http://all");
  const auto both =
      resolve(home.with({{"AWS_ENDPOINT_URL", "http://all"}, {"AWS_ENDPOINT_URL_ELASTIC_BEANSTALK", "http://one"}}));
  EXPECT_EQ(both->endpoint_url("Elastic Beanstalk").value, "http://one");
  EXPECT_EQ(both->endpoint_url("EC2").value, "http://all");
  EXPECT_EQ(resolve(home.with({{"AWS_ENDPOINT_URL", "http://all"}}), {.endpoint_url = "http://code"})
                ->endpoint_url("EC2")
                .value,
            "http://code");
}

TEST(settings, configured_endpoint_urls_can_be_ignored) {
  home_folder home;
  home.config("[default]\nendpoint_url = http://profile\n");
  const std::map<std::string, std::string> ignoring{{"AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "True"},
                                                    {"AWS_ENDPOINT_URL", "http://all"}};
  EXPECT_FALSE(resolve(home.with(ignoring))->endpoint_url("EC2"));
  EXPECT_EQ(resolve(home.with(ignoring), {.endpoint_url = "http://code"})->endpoint_url("EC2").value, "http://code");
}

TEST(settings, other_values) {
  home_folder home;
  home.config("[default]\nca_bundle = /ca.pem\nmax_attempts = 5\nretry_mode = standard\n");
  const auto found =
      resolve(home.with({{"https_proxy", "http://p:1"}, {"HTTP_PROXY", "http://q:1"}, {"NO_PROXY", "x"}}));
  EXPECT_EQ(found->ca_bundle.value, "/ca.pem");
  EXPECT_EQ(found->max_attempts.value, "5");
  EXPECT_EQ(found->retry_mode.value, "standard");
  EXPECT_EQ(found->https_proxy.value, "http://p:1");
  EXPECT_EQ(found->http_proxy.value, "http://q:1");
  EXPECT_EQ(found->no_proxy.value, "x");
  EXPECT_EQ(resolve(home.with({{"AWS_MAX_ATTEMPTS", "2"}}))->max_attempts.value, "2");
  EXPECT_EQ(resolve(home.with(), {.max_attempts = 7})->max_attempts.value, "7");
}

TEST(settings, values_that_cannot_be_are_named_with_their_place) {
  home_folder home;
  home.config("[default]\nmax_attempts = many\n");
  const auto outcome = settings::resolve(home.with(), {});
  ASSERT_FALSE(outcome);
  EXPECT_THAT(outcome.error().message(), AllOf(HasSubstr("max_attempts is \"many\""), HasSubstr("/.aws/config:2")));
  const auto region = settings::resolve(home.with({{"AWS_MAX_ATTEMPTS", "1"}, {"AWS_REGION", "eu west"}}), {});
  ASSERT_FALSE(region);
  EXPECT_THAT(region.error().message(), AllOf(HasSubstr("\"eu west\""), HasSubstr("AWS_REGION")));
}

}  // namespace
}  // namespace aloft::config
