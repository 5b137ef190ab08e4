// Base64, hexadecimal, percent-encoding, UUIDs.

#include <aloft/base64.hpp>
#include "crypto/hex.hpp"
#include "crypto/percent.hpp"
#include "crypto/uuid.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace aloft::crypto {
namespace {

std::string every_byte() {
  std::string bytes;
  for (int i = 0; i < 256; ++i) bytes += static_cast<char>(i);
  return bytes;
}

TEST(base64, vectors_of_rfc_4648) {
  const std::pair<const char*, const char*> vectors[] = {{"", ""},
                                                         {"f", "Zg=="},
                                                         {"fo", "Zm8="},
                                                         {"foo", "Zm9v"},
                                                         {"foob", "Zm9vYg=="},
                                                         {"fooba", "Zm9vYmE="},
                                                         {"foobar", "Zm9vYmFy"}};
  for (const auto& [bytes, text] : vectors) {
    EXPECT_EQ(to_base64(bytes), text);
    EXPECT_EQ(from_base64(text), bytes);
  }
}

TEST(base64, round_trip_of_every_length) {
  const std::string all = every_byte();
  for (std::size_t size = 0; size <= all.size(); ++size)
    EXPECT_EQ(from_base64(to_base64(all.substr(0, size))), all.substr(0, size));
}

TEST(base64, refuses_what_is_not_strict) {
  for (const auto* text : {"Z", "Zg", "Zg=", "=", "==", "====", "Zg==Zg==", "Z===", "Zm9v\n", " Zm9v", "Zm-_", "Zm9*",
                           "Zg=a", "Zm9vZ", "\xff\xff\xff\xff"})
    EXPECT_FALSE(from_base64(text)) << text;
}

TEST(hex, round_trip_and_refusals) {
  EXPECT_EQ(to_hex(std::string_view{"\x00\xff\x1a", 3}), "00ff1a");
  EXPECT_EQ(from_hex("00FF1a"), (std::string{"\x00\xff\x1a", 3}));
  EXPECT_FALSE(from_hex("0"));
  EXPECT_FALSE(from_hex("0g"));
  EXPECT_EQ(from_hex(to_hex(every_byte())), every_byte());
}

TEST(percent, encodes_all_but_the_unreserved) {
  EXPECT_EQ(percent_encode("AZaz09-._~"), "AZaz09-._~");
  EXPECT_EQ(percent_encode(" /+%&=!'()*:@$,;\xc3\xa9"), "%20%2F%2B%25%26%3D%21%27%28%29%2A%3A%40%24%2C%3B%C3%A9");
  std::string path;
  append_path_encoded(path, "/a b/c+d");
  EXPECT_EQ(path, "/a%20b/c%2Bd");
  EXPECT_EQ(percent_decode(percent_encode(every_byte())), every_byte());
}

TEST(percent, writes_spaces_of_forms_as_plus) {
  std::string form;
  append_form_encoded(form, " a  b+");
  EXPECT_EQ(form, "+a++b%2B");
}

TEST(percent, decodes_strictly) {
  EXPECT_EQ(percent_decode("a%2fb%2Fc+d"), "a/b/c+d");
  for (const auto* text : {"%", "%2", "%2g", "%g2", "a%", "%%20"}) EXPECT_FALSE(percent_decode(text)) << text;
}

TEST(percent, normalizes_every_spelling_to_one) {
  const auto normalized = [](std::string_view text, bool keep_slashes) {
    std::string to;
    append_percent_normalized(to, text, keep_slashes);
    return to;
  };
  EXPECT_EQ(normalized("%7e%41b %e1\xe1%", false), "~Ab%20%E1%E1%25");
  EXPECT_EQ(normalized("/a%2fb/", true), "/a%2Fb/");
  EXPECT_EQ(normalized("/a%2fb/", false), "%2Fa%2Fb%2F");
  EXPECT_EQ(normalized("100%zz", false), "100%25zz");
}

TEST(uuid, sets_version_and_variant) {
  EXPECT_EQ(uuid_from({}).view(), "00000000-0000-4000-8000-000000000000");
  std::array<std::uint8_t, 16> ones;
  ones.fill(0xff);
  EXPECT_EQ(uuid_from(ones).view(), "ffffffff-ffff-4fff-bfff-ffffffffffff");
  EXPECT_THAT(make_uuid(),
              testing::MatchesRegex("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"));
  EXPECT_NE(make_uuid(), make_uuid());
}

}  // namespace
}  // namespace aloft::crypto
