#include "cli/text/terminal_text.hpp"

#include <gtest/gtest.h>

namespace aloft::cli {
namespace {

TEST(utf8, refuses_what_is_none) {
  EXPECT_TRUE(is_utf8("a é 日 😀"));
  for (const char* broken :
       {"\xff", "\xc0\x80", "\xe0\x80\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe6\x97", "\x80"}) {
    EXPECT_FALSE(is_utf8(broken));
  }
}

TEST(utf8, measures_columns) {
  EXPECT_EQ(display_width("abc"), 3u);
  EXPECT_EQ(display_width("é"), 1u);
  EXPECT_EQ(display_width("e\xcc\x81"), 1u);
  EXPECT_EQ(display_width("日本"), 4u);
  EXPECT_EQ(display_width("😀"), 2u);
}

TEST(utf8, shows_control_characters_as_escapes) {
  EXPECT_EQ(printable("a\x1b[31mb\n\t\x7f"), "a\\x1b[31mb\\n\\t\\x7f");
  EXPECT_EQ(printable("\xc2\x9b"), "\\xc2\\x9b");
  EXPECT_EQ(printable("ok é \xff"), "ok é \\xff");
}

TEST(utf8, shortens_to_columns) {
  EXPECT_EQ(shortened("abcdef", 6), "abcdef");
  EXPECT_EQ(shortened("abcdef", 4), "abc…");
  EXPECT_EQ(shortened("日本語", 5), "日本…");
  EXPECT_EQ(shortened("日本語", 4), "日…");
}

}  // namespace
}  // namespace aloft::cli
