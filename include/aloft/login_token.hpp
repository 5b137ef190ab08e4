#pragma once
// Passwords for databases that let IAM decide: presigned URLs without their scheme. Nothing is sent to make one.

#include "aloft/credentials.hpp"
#include "aloft/error.hpp"
#include "aloft/sigv4.hpp"

#include <chrono>
#include <string>
#include <string_view>

namespace aloft {

/// A token for RDS and Aurora, valid for 15 minutes: the password of `user` at `host`:`port`. Errors as those of
/// presign(), and InvalidSigningOption for an empty user.
result<std::string> rds_login_token(std::string_view host, unsigned short port, std::string_view user,
                                    std::string_view region, const credentials& identity,
                                    std::chrono::system_clock::time_point now, signing_key_cache& cache);

enum class dsql_role {
  user,   ///< action DbConnect: a database role linked to an IAM role
  admin,  ///< action DbConnectAdmin: the role "admin"
};

/// A token for Aurora DSQL, valid for `lifetime` (1 s to 7 days).
result<std::string> dsql_login_token(std::string_view host, dsql_role role, std::string_view region,
                                     const credentials& identity, std::chrono::system_clock::time_point now,
                                     signing_key_cache& cache,
                                     std::chrono::seconds lifetime = std::chrono::seconds{900});

}  // namespace aloft
