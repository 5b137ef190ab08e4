#include <aloft/config/token_files.hpp>

#include <aloft/config/profile.hpp>

#include "crypto/digest.hpp"
#include "crypto/hex.hpp"

namespace aloft::config {

std::string sso_token_folder(const environment& variables) { return expand_home("~/.aws/sso/cache", variables); }

std::string sso_token_file(std::string_view session_or_start_url, const environment& variables) {
  return sso_token_folder(variables) + "/" + crypto::to_hex(crypto::sha1(session_or_start_url).view()) + ".json";
}

std::string login_token_folder(const environment& variables) {
  return expand_home(variables.get("AWS_LOGIN_CACHE_DIRECTORY").value_or("~/.aws/login/cache"), variables);
}

std::string login_token_file(std::string_view session, const environment& variables) {
  return login_token_folder(variables) + "/" + crypto::to_hex(crypto::sha256(session).view()) + ".json";
}

std::string role_cache_folder(const environment& variables) { return expand_home("~/.aws/cli/cache", variables); }

}  // namespace aloft::config
