#pragma once
// A machine of a test's own: a home folder and environment variables, seen by sessions as users' programs see theirs.

#include "aloft/log.hpp"
#include "client/fixture.hpp"
#include "crypto/digest.hpp"
#include "crypto/hex.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

namespace aloft::testing {

/// Whatever is logged, at any level.
class kept_log final : public log_sink {
 public:
  bool enabled(log_level) const noexcept override { return true; }
  void write(log_level, std::string_view line) noexcept override {
    std::lock_guard lock{mutex_};
    lines_ += std::string{line} + '\n';
  }
  std::string lines() const {
    std::lock_guard lock{mutex_};
    return lines_;
  }

 private:
  mutable std::mutex mutex_;
  std::string lines_;
};

class machine {
 public:
  machine() {
    std::string name = (std::filesystem::temp_directory_path() / "aloft-machine-XXXXXX").string();
    home_ = ::mkdtemp(name.data());
    set("HOME", home_.string());
    set("AWS_EC2_METADATA_DISABLED", "true");
    set("AWS_REGION", "eu-west-1");
  }
  ~machine() {
    for (const auto& [name, before] : before_)
      before ? ::setenv(name.c_str(), before->c_str(), 1) : ::unsetenv(name.c_str());
    std::filesystem::remove_all(home_);
  }
  machine(const machine&) = delete;

  machine& set(const std::string& name, const std::string& value) {
    const char* const had = std::getenv(name.c_str());
    before_.try_emplace(name, had == nullptr ? std::nullopt : std::optional<std::string>{had});
    ::setenv(name.c_str(), value.c_str(), 1);
    return *this;
  }
  machine& write(const std::string& name, const std::string& text) {
    std::filesystem::create_directories((home_ / name).parent_path());
    std::ofstream{home_ / name, std::ios::binary} << text;
    return *this;
  }
  machine& config(const std::string& text) { return write(".aws/config", text); }
  /// Where STS, SSO and SSO OIDC are asked.
  machine& services_at(const scripted_server& server) {
    const std::string url = "http://127.0.0.1:" + std::to_string(server.port());
    for (const char* service : {"STS", "SSO", "SSO_OIDC"}) set(std::string{"AWS_ENDPOINT_URL_"} + service, url);
    return *this;
  }

  std::string path(const std::string& name) const { return (home_ / name).string(); }
  std::string read(const std::string& name) const {
    std::ostringstream text;
    text << std::ifstream{home_ / name, std::ios::binary}.rdbuf();
    return text.str();
  }
  int mode(const std::string& name) const {
    struct stat about {};
    ::stat(path(name).c_str(), &about);
    return static_cast<int>(about.st_mode & 0777);
  }

  static std::string sso_cache(const std::string& session) {
    return ".aws/sso/cache/" + crypto::to_hex(crypto::sha1(session).view()) + ".json";
  }

 private:
  std::filesystem::path home_;
  std::map<std::string, std::optional<std::string>> before_;
};

inline std::string role_answer(const std::string& key, const std::string& expiration = "2099-01-01T00:00:00Z") {
  return answer(
      200,
      "<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>" + key +
          "</AccessKeyId><SecretAccessKey>hush-secret</SecretAccessKey><SessionToken>hush-token</SessionToken>"
          "<Expiration>" +
          expiration + "</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>",
      "Content-Type: text/xml\r\n");
}

}  // namespace aloft::testing
