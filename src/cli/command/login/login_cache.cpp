#include "cli/command/login/login_cache.hpp"

#include <openssl/evp.h>

#include <cstdlib>

namespace aloft::cli {

std::string login_cache_folder() {
  if (const char* chosen = std::getenv("AWS_LOGIN_CACHE_DIRECTORY"); chosen && *chosen) return chosen;
  const char* home = std::getenv("HOME");
  return std::string{home ? home : ""} + "/.aws/login/cache";
}

std::string login_cache_file(std::string_view session) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  EVP_Digest(session.data(), session.size(), digest, &size, EVP_sha256(), nullptr);
  constexpr std::string_view digits = "0123456789abcdef";
  std::string name;
  for (unsigned i = 0; i < size; ++i) name += {digits[digest[i] >> 4], digits[digest[i] & 15]};
  return login_cache_folder() + "/" + name + ".json";
}

}  // namespace aloft::cli
