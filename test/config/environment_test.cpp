#include <aloft/config/environment.hpp>

#include <gtest/gtest.h>

#include <cstdlib>

namespace aloft::config {
namespace {

TEST(environment, blank_variables_count_as_unset) {
  const auto variables = environment::of({{"EMPTY", ""}, {"BLANK", " \t"}, {"SET", " x "}});
  EXPECT_FALSE(variables.get("EMPTY"));
  EXPECT_FALSE(variables.get("BLANK"));
  EXPECT_FALSE(variables.get("ABSENT"));
  EXPECT_EQ(variables.get("SET"), " x ");
}

TEST(environment, flags_are_true_in_any_case) {
  const auto variables = environment::of({{"A", "TRUE"}, {"B", "no"}});
  EXPECT_EQ(variables.get_flag("A"), true);
  EXPECT_EQ(variables.get_flag("B"), false);
  EXPECT_EQ(variables.get_flag("C"), std::nullopt);
}

TEST(environment, of_the_process) {
  ::setenv("ALOFT_TEST_VARIABLE", "yes", 1);
  EXPECT_EQ(environment::of_process().get("ALOFT_TEST_VARIABLE"), "yes");
  ::unsetenv("ALOFT_TEST_VARIABLE");
  EXPECT_FALSE(environment::of_process().get("ALOFT_TEST_VARIABLE"));
}

}  // namespace
}  // namespace aloft::config
