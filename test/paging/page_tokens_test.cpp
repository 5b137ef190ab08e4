#include "paging/page_tokens.hpp"

#include <aloft/base64.hpp>

#include <boost/json/serialize.hpp>

#include <gmock/gmock.h>

namespace aloft::paging {
namespace {

using ::testing::HasSubstr;

const model::paginator one{.input_tokens = {"Marker"},
                           .output_tokens = {"Next"},
                           .result_keys = {},
                           .non_aggregate_keys = {},
                           .limit_key = {},
                           .more_results = {}};
const model::paginator two{.input_tokens = {"Key", "Version"},
                           .output_tokens = {"K", "V"},
                           .result_keys = {},
                           .non_aggregate_keys = {},
                           .limit_key = {},
                           .more_results = {}};

std::string read(std::string_view token, const model::paginator& pages) {
  const auto point = decode(token, pages);
  if (!point) return std::string{point.error().code()} + ": " + std::string{point.error().message()};
  return boost::json::serialize(point->page.values) + (point->within_page ? " " + std::to_string(point->skip) : "");
}
std::string read_json(std::string_view text, const model::paginator& pages) { return read(to_base64(text), pages); }

TEST(PageTokens, ReadsBotocoresForm) {
  EXPECT_EQ(read_json(R"({"Marker": "m"})", one), R"({"Marker":"m"})");
  EXPECT_EQ(read_json(R"({"Marker": null, "boto_truncate_amount": 2})", one), R"({"Marker":null} 2)");
  EXPECT_EQ(read_json(R"({"Version": "v", "Key": "k"})", two), R"({"Key":"k","Version":"v"})");
  EXPECT_EQ(read_json(R"({"Key": "k"})", two), R"({"Key":"k","Version":null})");
}

TEST(PageTokens, ReadsTheOlderFormAndTheServicesOwnTokens) {
  EXPECT_EQ(read("m___3", one), R"({"Marker":"m"} 3)");
  EXPECT_EQ(read("None___3", one), R"({"Marker":null} 3)");
  EXPECT_EQ(read("m", one), R"({"Marker":"m"})");
  EXPECT_EQ(read("a___b", one), R"({"Marker":"a___b"})") << "no count at its end: a token that looks so";
  EXPECT_EQ(read("k___v", two), R"({"Key":"k","Version":"v"})");
  EXPECT_EQ(read("k___None___1", two), R"({"Key":"k","Version":null} 1)");
  EXPECT_EQ(read("k", two), R"({"Key":"k","Version":null})");
}

TEST(PageTokens, RefusesTokensOfOtherOperations) {
  EXPECT_THAT(read_json(R"({"NextToken": "m"})", one),
              HasSubstr("BadStartingToken: The starting token is of another operation: it has \"NextToken\""));
  EXPECT_THAT(read_json(R"({"NextToken": "m"})", one), HasSubstr("(of Marker)"));
  EXPECT_THAT(read_json(R"({"Marker": "m", "boto_truncate_amount": "x"})", one), HasSubstr("BadStartingToken"));
  EXPECT_THAT(read_json(R"({"Marker": "m", "boto_truncate_amount": -1})", one), HasSubstr("BadStartingToken"));
  EXPECT_THAT(read_json(R"({"Marker": "m", "boto_encoded_keys": 1})", one), HasSubstr("BadStartingToken"));
  EXPECT_THAT(read("", one), HasSubstr("BadStartingToken"));
}

TEST(PageTokens, WhatIsWrittenIsRead) {
  resume_point point;
  point.page.values = {{"Key", "ключ\n\"\x7f"}, {"Version", nullptr}};
  point.skip = 12;
  point.within_page = true;
  const auto again = decode(encode(point), two).value();
  EXPECT_EQ(again.page.values, point.page.values);
  EXPECT_EQ(again.skip, 12u);
  EXPECT_EQ(from_base64(encode(point)),
            R"({"Key": "\u043a\u043b\u044e\u0447\n\"\u007f", "Version": null, "boto_truncate_amount": 12})")
      << "as Python's json.dumps writes it";
}

}  // namespace
}  // namespace aloft::paging
