#include <aloft/config/settings.hpp>

#include "config/endpoint_settings.hpp"
#include "config/folder.hpp"

#include <gmock/gmock.h>

namespace aloft::config {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using testing::home_folder;

endpoint_options read(const environment& variables) { return settings::resolve(variables, {}).value()->endpoints; }

TEST(endpoint_settings, nothing_is_said_on_an_empty_machine) {
  home_folder home;
  const auto found = read(home.with());
  EXPECT_FALSE(found.use_fips_endpoint);
  EXPECT_FALSE(found.use_dualstack_endpoint);
  EXPECT_FALSE(found.s3.addressing_style);
  EXPECT_TRUE(found.auth_scheme_preference.empty());
}

TEST(endpoint_settings, of_a_profile) {
  home_folder home;
  home.config(
      "[default]\nuse_fips_endpoint = true\nuse_dualstack_endpoint = False\nsts_regional_endpoints = legacy\n"
      "account_id_endpoint_mode = required\nauth_scheme_preference = sigv4a,sigv4\nsigv4a_signing_region_set = *\n"
      "s3_disable_express_session_auth = true\n"
      "s3 =\n  addressing_style = path\n  use_accelerate_endpoint = true\n  payload_signing_enabled = false\n"
      "  use_arn_region = false\n  us_east_1_regional_endpoint = regional\n"
      "  s3_disable_multiregion_access_points = true\n  use_dualstack_endpoint = true\n");
  const auto found = read(home.with());
  EXPECT_EQ(found.use_fips_endpoint, true);
  EXPECT_EQ(found.use_dualstack_endpoint, false);
  EXPECT_EQ(found.sts_regional_endpoints, endpoint_scope::legacy);
  EXPECT_EQ(found.account_id_endpoint_mode, account_id_mode::required);
  EXPECT_EQ(found.auth_scheme_preference.str(), "sigv4a,sigv4");
  EXPECT_EQ(found.sigv4a_signing_region_set.str(), "*");
  EXPECT_EQ(found.s3.addressing_style, s3_addressing::path);
  EXPECT_EQ(found.s3.use_accelerate_endpoint, true);
  EXPECT_EQ(found.s3.payload_signing_enabled, false);
  EXPECT_EQ(found.s3.use_arn_region, false);
  EXPECT_EQ(found.s3.us_east_1_regional_endpoint, endpoint_scope::regional);
  EXPECT_EQ(found.s3.disable_multiregion_access_points, true);
  EXPECT_EQ(found.s3.use_dualstack_endpoint, true);
  EXPECT_EQ(found.s3.disable_express_session_auth, true);
}

TEST(endpoint_settings, the_environment_comes_before_the_profile) {
  home_folder home;
  home.config("[default]\nuse_fips_endpoint = true\ns3 =\n  use_arn_region = true\n");
  const auto found = read(home.with({{"AWS_USE_FIPS_ENDPOINT", "false"},
                                     {"AWS_USE_DUALSTACK_ENDPOINT", "TRUE"},
                                     {"AWS_S3_USE_ARN_REGION", "false"},
                                     {"AWS_S3_US_EAST_1_REGIONAL_ENDPOINT", "regional"},
                                     {"AWS_S3_DISABLE_MULTIREGION_ACCESS_POINTS", "true"},
                                     {"AWS_S3_DISABLE_EXPRESS_SESSION_AUTH", "true"},
                                     {"AWS_STS_REGIONAL_ENDPOINTS", "regional"},
                                     {"AWS_ACCOUNT_ID_ENDPOINT_MODE", "disabled"},
                                     {"AWS_AUTH_SCHEME_PREFERENCE", "httpBearerAuth"},
                                     {"AWS_SIGV4A_SIGNING_REGION_SET", "us-east-1,eu-*"}}));
  EXPECT_EQ(found.use_fips_endpoint, false);
  EXPECT_EQ(found.use_dualstack_endpoint, true);
  EXPECT_EQ(found.s3.use_arn_region, false);
  EXPECT_EQ(found.s3.us_east_1_regional_endpoint, endpoint_scope::regional);
  EXPECT_EQ(found.s3.disable_multiregion_access_points, true);
  EXPECT_EQ(found.s3.disable_express_session_auth, true);
  EXPECT_EQ(found.sts_regional_endpoints, endpoint_scope::regional);
  EXPECT_EQ(found.account_id_endpoint_mode, account_id_mode::disabled);
  EXPECT_EQ(found.auth_scheme_preference.str(), "httpBearerAuth");
  EXPECT_EQ(found.sigv4a_signing_region_set.str(), "us-east-1,eu-*");
}

TEST(endpoint_settings, words_that_mean_nothing_are_named_with_their_place) {
  home_folder home;
  home.config("[default]\nregion = eu-west-1\ns3 =\n  addressing_style = hosted\n");
  const auto outcome = settings::resolve(home.with(), {});
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().code(), "InvalidSetting");
  EXPECT_THAT(outcome.error().message(), AllOf(HasSubstr("addressing_style is \"hosted\""), HasSubstr("config:3"),
                                               HasSubstr("expected auto or virtual or path")));
  home.config("");
  const auto flag = settings::resolve(home.with({{"AWS_USE_FIPS_ENDPOINT", "yes"}}), {});
  ASSERT_FALSE(flag);
  EXPECT_THAT(flag.error().message(), AllOf(HasSubstr("use_fips_endpoint is \"yes\""),
                                            HasSubstr("AWS_USE_FIPS_ENDPOINT"), HasSubstr("expected true or false")));
}

TEST(endpoint_settings, what_is_said_nearer_wins) {
  endpoint_options near, far;
  near.use_fips_endpoint = false;
  near.s3.addressing_style = s3_addressing::path;
  far.use_fips_endpoint = true;
  far.use_dualstack_endpoint = true;
  far.auth_scheme_preference = "sigv4a";
  const auto both = overlaid(near, far);
  EXPECT_EQ(both.use_fips_endpoint, false);
  EXPECT_EQ(both.use_dualstack_endpoint, true);
  EXPECT_EQ(both.s3.addressing_style, s3_addressing::path);
  EXPECT_EQ(both.auth_scheme_preference.str(), "sigv4a");
}

}  // namespace
}  // namespace aloft::config
