#pragma once
// An embedded AWS and the program with the settings that lead it there.

#include <aloft/local.hpp>

#include "run_program.hpp"

#include <gmock/gmock.h>

#include <stdlib.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

namespace aloft::test {

class cloud : public ::testing::Test {
 protected:
  explicit cloud(local::server_options options = {}) : server_{std::move(options)} {
    const auto keys = local::demo_credentials();
    environment_ = {{"AWS_ENDPOINT_URL", server_.endpoint_url()},
                    {"AWS_REGION", "us-east-1"},
                    {"AWS_ACCESS_KEY_ID", keys.access_key_id},
                    {"AWS_SECRET_ACCESS_KEY", keys.secret_access_key},
                    {"HOME", home_},
                    {"AWS_CONFIG_FILE", "/dev/null"},
                    {"AWS_SHARED_CREDENTIALS_FILE", "/dev/null"},
                    {"AWS_EC2_METADATA_DISABLED", "true"},
                    {"PATH", std::getenv("PATH")}};
    // Sanitizers and a pack in another place keep their settings.
    for (const char* name : {"ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS", "LSAN_OPTIONS", "ALOFT_PACK"}) {
      if (const char* value = std::getenv(name)) environment_[name] = value;
    }
  }

  ~cloud() override { std::filesystem::remove_all(home_); }

  program_result run(const std::vector<std::string>& arguments) { return run_program(arguments, environment_); }

  /// Runs it and expects success.
  std::string out(const std::vector<std::string>& arguments) {
    const auto result = run(arguments);
    EXPECT_EQ(result.status, 0) << result.err;
    return result.out;
  }

  static std::string new_folder() {
    std::string name = (std::filesystem::temp_directory_path() / "aloft-program-XXXXXX").string();
    return ::mkdtemp(name.data());
  }

  local::server server_;
  const std::string home_ = new_folder();
  variables environment_;
};

}  // namespace aloft::test
