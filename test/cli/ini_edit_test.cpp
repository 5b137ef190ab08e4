#include "cli/files/ini_edit.hpp"

#include <gmock/gmock.h>

namespace aloft::cli {
namespace {

constexpr std::string_view file =
    "# mine\n[default]\nregion = eu-west-1\ns3 =\n    max_queue_size = 10\noutput = json\n\n[profile x]\n; "
    "keep\nregion=us-east-1\n";

TEST(ini_edit, replaces_a_line_and_leaves_the_rest) {
  EXPECT_EQ(with_property(file, "profile x", "region", "us-west-2"),
            "# mine\n[default]\nregion = eu-west-1\ns3 =\n    max_queue_size = 10\noutput = json\n\n[profile x]\n; "
            "keep\nregion = us-west-2\n");
}

TEST(ini_edit, adds_lines_at_the_end_of_a_section) {
  EXPECT_EQ(with_property("[a]\nb = 1\n\n[c]\n", "a", "d", "2"), "[a]\nb = 1\nd = 2\n\n[c]\n");
  EXPECT_EQ(with_property("", "default", "region", "eu-west-1"), "[default]\nregion = eu-west-1\n");
  EXPECT_EQ(with_property("[a]\nb = 1", "profile n", "region", "r"), "[a]\nb = 1\n\n[profile n]\nregion = r\n");
}

TEST(ini_edit, knows_nested_properties) {
  EXPECT_EQ(find_property(file, "default", "s3.max_queue_size"), "10");
  EXPECT_EQ(with_property("[a]\ns3 =\n  x = 1\ny = 2\n", "a", "s3.z", "3"), "[a]\ns3 =\n  x = 1\n    z = 3\ny = 2\n");
  EXPECT_EQ(with_property("[a]\ns3 =\n  x = 1\n", "a", "s3.x", "3"), "[a]\ns3 =\n    x = 3\n");
  EXPECT_EQ(with_property("[a]\n", "a", "s3.x", "3"), "[a]\ns3 =\n    x = 3\n");
  EXPECT_EQ(find_property("[a]\ns3 =\n  region = 1\n", "a", "region"), std::nullopt);
}

TEST(ini_edit, finds_what_is_there_and_nothing_else) {
  EXPECT_EQ(find_property(file, "profile x", "region"), "us-east-1");
  EXPECT_EQ(find_property(file, "profile x", "output"), std::nullopt);
  EXPECT_EQ(find_property(file, "profile y", "region"), std::nullopt);
  EXPECT_EQ(find_property("[profile  \"x\"]\na=b=c\n", "profile x", "a"), "b=c");
  EXPECT_EQ(find_property("[a]\nurl: http://x:1\n", "a", "url"), "http://x:1");
  EXPECT_EQ(with_property("[a]\nregion: x\n", "a", "region", "y"), "[a]\nregion = y\n");
}

}  // namespace
}  // namespace aloft::cli
