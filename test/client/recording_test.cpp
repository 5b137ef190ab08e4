#include "client/recording.hpp"

#include <gtest/gtest.h>

namespace aloft::client_detail {
namespace {

TEST(recordings, secrets_in_json) {
  EXPECT_EQ(without_secrets(R"({"accessToken" : "a\"b", "n": "accessToken", "x":1})"),
            R"({"accessToken" : "REDACTED", "n": "accessToken", "x":1})");
  EXPECT_EQ(without_secrets(R"({"SecretString":{"a":1}})"), R"({"SecretString":{"a":1}})") << "not a text";
}

TEST(recordings, secrets_in_xml) {
  EXPECT_EQ(without_secrets("<A><SecretAccessKey>s/e</SecretAccessKey><KeyId>k</KeyId></A>"),
            "<A><SecretAccessKey>REDACTED</SecretAccessKey><KeyId>k</KeyId></A>");
}

TEST(recordings, secrets_in_forms_and_queries) {
  EXPECT_EQ(without_secrets("Action=A&WebIdentityToken=abc&Version=1"), "Action=A&WebIdentityToken=REDACTED&Version=1");
  EXPECT_EQ(without_secrets("https://b.s3.amazonaws.com/k?X-Amz-Date=1&X-Amz-Signature=00ff"),
            "https://b.s3.amazonaws.com/k?X-Amz-Date=1&X-Amz-Signature=REDACTED");
}

TEST(recordings, broken_texts_end) {
  for (const char* text : {"\"password\":\"", "\"password\":\"\\", "<Password>", "Password=", "\"password\"", ""})
    EXPECT_NO_THROW(without_secrets(text)) << text;
}

TEST(recordings, a_line_comes_back_as_it_went) {
  recorded_exchange one;
  one.method = "POST";
  one.url = "https://h/";
  one.body = std::string{"\0\xff", 2};
  one.answer.status = 200;
  one.answer.headers.add("Content-Type", "text/plain");
  one.answer.body = "text";
  const auto back = recorded_exchange::read(one.line());
  ASSERT_TRUE(back);
  EXPECT_EQ(back->body, one.body);
  EXPECT_EQ(back->answer.body, "text");
  EXPECT_EQ(back->answer.headers.find("content-type"), "text/plain");
  for (const char* line : {"", "{}", "[]", R"({"request":{},"answer":{}})"})
    EXPECT_FALSE(recorded_exchange::read(line)) << line;
}

}  // namespace
}  // namespace aloft::client_detail
