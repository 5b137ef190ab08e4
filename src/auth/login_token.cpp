#include "aloft/login_token.hpp"

#include "crypto/percent.hpp"

namespace aloft {
namespace {

constexpr std::chrono::seconds rds_lifetime{900};  // what RDS accepts at most

result<std::string> presigned_without_scheme(http_request request, std::string_view service, std::string_view region,
                                             const credentials& identity, std::chrono::system_clock::time_point now,
                                             std::chrono::seconds lifetime, signing_key_cache& cache) {
  signing_options options;
  options.region = region;
  options.service = service;
  options.time = now;
  const auto made = presign(request, identity, options, lifetime, cache);
  if (!made) return made.error();
  return url_of(request).substr(request.scheme.size() + 3);
}

}  // namespace

result<std::string> rds_login_token(std::string_view host, unsigned short port, std::string_view user,
                                    std::string_view region, const credentials& identity,
                                    std::chrono::system_clock::time_point now, signing_key_cache& cache) {
  if (user.empty())
    return error{error_kind::usage, "InvalidSigningOption", "a login token needs the name of a database user"};
  http_request request;
  request.host = host;
  request.port = port;
  request.query = "Action=connect&DBUser=";
  crypto::append_percent_encoded(request.query, user);
  return presigned_without_scheme(std::move(request), "rds-db", region, identity, now, rds_lifetime, cache);
}

result<std::string> dsql_login_token(std::string_view host, dsql_role role, std::string_view region,
                                     const credentials& identity, std::chrono::system_clock::time_point now,
                                     signing_key_cache& cache, std::chrono::seconds lifetime) {
  http_request request;
  request.host = host;
  request.query = role == dsql_role::admin ? "Action=DbConnectAdmin" : "Action=DbConnect";
  return presigned_without_scheme(std::move(request), "dsql", region, identity, now, lifetime, cache);
}

}  // namespace aloft
