// The tests of clients read the process's environment as users' programs do: nothing of the developer's may be in it.

#include <gtest/gtest.h>

#include <cstdlib>
#include <string>
#include <vector>

extern char** environ;

namespace aloft::testing {
namespace {

class clean_environment final : public ::testing::Environment {
 public:
  void SetUp() override {
    std::vector<std::string> names;
    for (char** at = environ; *at != nullptr; ++at) {
      const std::string entry{*at};
      const std::string name = entry.substr(0, entry.find('='));
      if (name.starts_with("AWS_") || name.ends_with("_proxy") || name.ends_with("_PROXY")) names.push_back(name);
    }
    for (const auto& name : names) ::unsetenv(name.c_str());
    ::setenv("HOME", "/nonexistent", 1);
  }
};

[[maybe_unused]] const auto* const registered = ::testing::AddGlobalTestEnvironment(new clean_environment);

}  // namespace
}  // namespace aloft::testing
