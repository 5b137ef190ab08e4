// Files that programs share: locks that leave nothing behind, ends that no arithmetic leaves the clock with.
#include "config/providers/text_files.hpp"

#include "config/folder.hpp"

#include <gtest/gtest.h>

#include <fcntl.h>
#include <sys/stat.h>

#include <limits>

namespace aloft::config {
namespace {

using std::chrono::system_clock;
using testing::home_folder;

TEST(file_lock, is_held_by_one_and_leaves_no_file) {
  home_folder home;
  const std::string path = home.path("token");
  {
    file_lock first{path};
    EXPECT_TRUE(first.held());
    EXPECT_TRUE(std::filesystem::exists(path + ".lock"));
    file_lock second{path};
    EXPECT_FALSE(second.held());
    EXPECT_FALSE(second.try_again());
  }
  EXPECT_FALSE(std::filesystem::exists(path + ".lock"));
}

TEST(file_lock, of_a_file_that_its_holder_removed_is_none) {
  home_folder home;
  const std::string path = home.path("token");
  auto first = std::make_unique<file_lock>(path);
  file_lock second{path};  // waits at the file that the first is about to remove
  first.reset();
  file_lock third{path};  // has a newer one
  EXPECT_TRUE(third.held());
  EXPECT_FALSE(second.try_again()) << "two would hold it";
}

TEST(replace_file, is_its_owners_alone_and_replaces_as_a_whole) {
  home_folder home;
  const std::string path = home.path("folder/token");
  EXPECT_TRUE(replace_file(path, "one"));
  EXPECT_TRUE(replace_file(path, "two"));
  EXPECT_EQ(read_token_file(path, "It").value(), "two");
  struct stat about {};
  ASSERT_EQ(::stat(path.c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777, 0600u);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator{home.path("folder")}, {}), 1);
}

TEST(end_of, stays_where_subtraction_is_safe) {
  const auto now = system_clock::now();
  for (const auto seconds : {std::numeric_limits<std::int64_t>::min(), std::int64_t{-62'135'596'800}, std::int64_t{-1}})
    EXPECT_EQ(end_of({seconds, 0}), system_clock::time_point{}) << seconds;
  EXPECT_LT(end_of({-62'135'596'800, 0}) - now, system_clock::duration::zero()) << "Go's zero time is over";
  EXPECT_GT(end_of({std::numeric_limits<std::int64_t>::max(), 0}) - now, system_clock::duration::zero());
  EXPECT_EQ(time_of("0001-01-01T00:00:00Z"), system_clock::time_point{});
  EXPECT_EQ(end_in(now, -5), now);
  EXPECT_GT(end_in(now, std::numeric_limits<std::int64_t>::max()), now);
}

}  // namespace
}  // namespace aloft::config
