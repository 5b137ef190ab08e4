// Bytes that are no UTF-8, made into what is.
#include "serde/utf8.hpp"

#include <gtest/gtest.h>

namespace aloft::serde {
namespace {

TEST(as_utf8, reads_other_bytes_as_latin_1) {
  EXPECT_EQ(as_utf8("Ma\xc3\x9f"), "Ma\xc3\x9f");
  EXPECT_EQ(as_utf8("Ma\xdf"), "Ma\xc3\x9f");
  EXPECT_EQ(as_utf8("\xc3\x9f\xff"), "\xc3\x83\xc2\x9f\xc3\xbf") << "all of it, or none";
  EXPECT_EQ(as_utf8(""), "");
}

TEST(repaired_utf8, puts_a_mark_for_each_wrong_byte) {
  EXPECT_EQ(repaired_utf8("a\xdf"
                          "b"),
            "a\xef\xbf\xbd"
            "b");
  EXPECT_EQ(repaired_utf8("\xc3"), "\xef\xbf\xbd");
  EXPECT_EQ(repaired_utf8("\xf0\x9f\x98\x80"), "\xf0\x9f\x98\x80");
  EXPECT_EQ(repaired_utf8("a\xc3", true), "a") << "the rest of the character was cut off";
  EXPECT_EQ(repaired_utf8("a\xff", true), "a\xef\xbf\xbd");
  for (unsigned first = 0; first < 256; ++first)
    for (unsigned second = 0; second < 256; ++second)
      for (const bool cut : {false, true})
        EXPECT_TRUE(valid_utf8(repaired_utf8(std::string{static_cast<char>(first), static_cast<char>(second)}, cut)));
}

}  // namespace
}  // namespace aloft::serde
