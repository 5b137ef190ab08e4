#include "aloft/login_token.hpp"

#include "auth/fixtures.hpp"

#include <gtest/gtest.h>

namespace aloft {
namespace {

// The result that botocore's generate_db_auth_token gives for these values.
TEST(login_token, rds) {
  credentials identity;
  identity.access_key_id = "akid";
  identity.secret_access_key = "skid";
  signing_key_cache cache;
  const auto token = rds_login_token("prod-instance.us-east-1.rds.amazonaws.com", 3306, "someusername", "us-east-1",
                                     identity, test::at(1478540373), cache);
  ASSERT_TRUE(token);
  EXPECT_EQ(*token,
            "prod-instance.us-east-1.rds.amazonaws.com:3306/?Action=connect&DBUser=someusername"
            "&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=akid%2F20161107%2Fus-east-1%2Frds-db%2Faws4_request"
            "&X-Amz-Date=20161107T173933Z&X-Amz-SignedHeaders=host&X-Amz-Expires=900"
            "&X-Amz-Signature=d1138cdbc0ca63eec012ec0fc6c2267e03642168f5884a7795320d4c18374c61");
  EXPECT_FALSE(rds_login_token("h", 1, "", "us-east-1", identity, test::at(0), cache));
}

TEST(login_token, dsql) {
  signing_key_cache cache;
  const auto token = [&](dsql_role role) {
    return *dsql_login_token("peccy.dsql.us-east-1.on.aws", role, "us-east-1", test::example_keys(), test::example_time,
                             cache);
  };
  EXPECT_TRUE(token(dsql_role::user).starts_with("peccy.dsql.us-east-1.on.aws/?Action=DbConnect&X-Amz-Algorithm="));
  EXPECT_TRUE(token(dsql_role::admin).starts_with("peccy.dsql.us-east-1.on.aws/?Action=DbConnectAdmin&"));
  EXPECT_NE(token(dsql_role::user).find("%2Fdsql%2Faws4_request"), std::string::npos);
  EXPECT_NE(token(dsql_role::user).find("X-Amz-Expires=900"), std::string::npos);
}

}  // namespace
}  // namespace aloft
