#include <aloft/full_result.hpp>

#include "fixture.hpp"

namespace aloft::paging {
namespace {

namespace json = boost::json;
using namespace testing;

constexpr std::string_view paginator = R"({"input_token": "From", "output_token": "Next", "more_results": "More",
  "result_key": ["Page.Rows", "Count", "Log", "Entries"], "non_aggregate_keys": ["Page.Name", "Owner"]})";

std::string merged(std::initializer_list<std::string_view> pages, std::string token = {},
                   std::string_view with = paginator) {
  const auto service = make_service(with);
  const auto& list = *service->find_operation("List").value();
  full_result whole{list};
  for (const auto text : pages) whole.add(output_of(list, text).root());
  return json::serialize(whole.take(std::move(token)));
}

TEST(FullResult, AddsUpResultsOfEveryTypeWhereverTheyLie) {
  EXPECT_EQ(
      merged({R"({"Page": {"Rows": ["a"]}, "Count": 2, "Log": "x", "Entries": {"k": "1"}, "Next": "t"})",
              R"({"Page": {"Rows": ["b", "c"]}, "Count": 3, "Log": "y", "Entries": {"l": "2"}})"}),
      R"({"Page":{"Rows":["a","b","c"],"Name":null},"Count":5,"Log":"xy","Entries":{"k":"1","l":"2"},"Owner":null})");
}

TEST(FullResult, WhatIsOfSinglePagesIsLeftOut) {
  EXPECT_EQ(merged({R"({"Page": {"Rows": ["a"], "Marker": "m"}, "More": true, "Next": "t", "Others": ["o"]})",
                    R"({"Page": {"Rows": []}, "More": false})"}),
            R"({"Page":{"Rows":["a"],"Name":null},"Owner":null})");
  EXPECT_EQ(merged({R"({"Page": {"Rows": ["a"], "Marker": "m"}, "More": false})"}),
            R"({"Page":{"Rows":["a"],"Name":null},"Owner":null})")
      << "of the only page too";
}

// Where the first page lacks one, botocore says null.
TEST(FullResult, NonAggregateKeysAreTheFirstPages) {
  EXPECT_EQ(merged({R"({"Page": {"Rows": ["a"], "Name": "n"}, "Owner": "o"})",
                    R"({"Page": {"Rows": ["b"], "Name": "m"}, "Owner": "p"})"}),
            R"({"Page":{"Rows":["a","b"],"Name":"n"},"Owner":"o"})");
}

TEST(FullResult, ResultsMayBeginOnALaterPage) {
  EXPECT_EQ(merged({R"({"Next": "t"})", R"({"Page": {"Rows": ["a"]}, "Count": 1})"}),
            R"({"Page":{"Rows":["a"],"Name":null},"Count":1,"Owner":null})");
}

TEST(FullResult, SaysWhereToGoOn) {
  EXPECT_EQ(merged({R"({"Page": {"Rows": ["a"]}})"}, "dG9rZW4="),
            R"({"Page":{"Rows":["a"],"Name":null},"Owner":null,"NextToken":"dG9rZW4="})");
}

TEST(FullResult, WithoutResultsTheFirstPageIsAllButItsTokens) {
  EXPECT_EQ(merged({R"({"Rows": ["a"], "Next": "t"})", R"({"Rows": ["b"]})"}, "",
                   R"({"input_token": "From", "output_token": "Next"})"),
            R"({"Rows":["a"]})");
}

TEST(FullResult, APageWithNothingToLeaveOutIsTheDocument) {
  const auto is_whole = [](std::string_view with, std::string_view text) {
    const auto service = make_service(with);
    const auto& list = *service->find_operation("List").value();
    return full_result::is_whole(list, output_of(list, text).root());
  };
  constexpr std::string_view plain = R"({"input_token": "From", "output_token": "Next", "more_results": "More",
    "result_key": ["Count", "Log", "Entries"]})";
  EXPECT_TRUE(is_whole(plain, R"({"Count": 1})"));
  EXPECT_FALSE(is_whole(plain, R"({"Count": 1, "More": false})"));
  EXPECT_FALSE(is_whole(paginator, R"({"Page": {"Rows": ["a"], "Marker": "m"}})")) << "it may hold what is no result";
  EXPECT_FALSE(is_whole(paginator, R"({"Count": 1, "Log": "x"})")) << "the document says that there is no owner";
}

}  // namespace
}  // namespace aloft::paging
