// Answers in, the members of the next requests out.
#include "paging/page_follower.hpp"

#include "fixture.hpp"

namespace aloft::paging {
namespace {

namespace json = boost::json;
using namespace testing;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// What was asked, what was left of each page, and how it ended ("" or the error's code).
struct reading {
  std::vector<std::string> asked, pages;
  std::string end, resume_token;
};

class PageFollower : public ::testing::Test {
 protected:
  reading read(std::string_view paginator, std::vector<std::string> answers, const page_limits& limits = {}) {
    service_ = make_service(paginator);
    const auto& list = *service_->find_operation("List").value();
    reading out;
    auto follower = page_follower::start(list, limits);
    if (!follower) {
      out.end = follower.error().code();
      message_ = follower.error().message();
      return out;
    }
    for (const auto& answer : answers) {
      out.asked.push_back(json::serialize(follower->request_members()));
      const auto page = output_of(list, answer);
      const auto next = follower->resume(page.root());
      if (!next) {
        out.end = next.error().code();
        message_ = next.error().what();
        return out;
      }
      out.pages.push_back(to_json_text(page.root()));
      out.resume_token = follower->resume_token();
      if (*next == page_follower::action::done) return out;
    }
    out.end = "more";
    return out;
  }

  std::shared_ptr<const model::service> service_;
  std::string message_;
};

constexpr std::string_view one_token =
    R"({"input_token": "From", "output_token": "Next", "result_key": "Rows", "limit_key": "Limit"})";
constexpr std::string_view two_tokens =
    R"({"input_token": ["From", "FromType"], "output_token": ["Next", "NextType"], "more_results": "More", "result_key": "Rows"})";

TEST_F(PageFollower, FollowsTokensToTheirEnd) {
  const auto all =
      read(one_token, {R"({"Rows": ["a"], "Next": "2"})", R"({"Rows": [], "Next": "3"})", R"({"Rows": ["b"]})"});
  EXPECT_THAT(all.asked, ElementsAre("{}", R"({"From":"2"})", R"({"From":"3"})"));
  EXPECT_EQ(all.end, "");
  EXPECT_EQ(all.resume_token, "");
}

TEST_F(PageFollower, PartsOfATokenThatAPageDoesNotGiveAreTakenOut) {
  const auto all =
      read(two_tokens, {R"({"More": true, "Next": "n1", "NextType": "A"})", R"({"More": true, "Next": "n2"})",
                        R"({"More": true, "Next": "n3", "NextType": ""})", R"({"More": false, "Next": "n4"})"});
  EXPECT_THAT(all.asked, ElementsAre("{}", R"({"From":"n1","FromType":"A"})", R"({"From":"n2","FromType":null})",
                                     R"({"From":"n3","FromType":null})"));
  EXPECT_EQ(all.end, "");
}

TEST_F(PageFollower, WhatIsFalseInPythonIsTheEnd) {
  EXPECT_EQ(read(one_token, {R"({"Next": ""})"}).end, "");
  EXPECT_EQ(read(R"({"input_token": "From", "output_token": "Key", "result_key": "Rows"})", {R"({"Key": {}})"}).end,
            "");
  EXPECT_EQ(
      read(R"({"input_token": "From", "output_token": "NextNumber", "result_key": "Rows"})", {R"({"NextNumber": 0})"})
          .end,
      "");
  EXPECT_EQ(
      read(R"({"input_token": "From", "output_token": "Ready", "result_key": "Rows"})", {R"({"Ready": false})"}).end,
      "");
  EXPECT_EQ(read(R"({"input_token": "From", "output_token": "Rows", "result_key": "Rows"})", {R"({"Rows": []})"}).end,
            "");
}

TEST_F(PageFollower, MoreResultsDecideAndMustNameAPage) {
  EXPECT_EQ(read(two_tokens, {R"({"Next": "n1"})"}).end, "") << "no word of more";
  const auto lost = read(two_tokens, {R"({"More": true})"});
  EXPECT_EQ(lost.end, "MissingToken");
  EXPECT_THAT(message_, HasSubstr("lists List")) << "one line that says it all";
  EXPECT_EQ(read(two_tokens, {R"({"More": true, "Next": ""})"}).end, "") << "a token that is false is an end";
}

TEST_F(PageFollower, TokensThatWereNamedBeforeEndInAnError) {
  const auto row = [](const char* next) { return R"({"Rows": ["r"], "Next": ")" + std::string{next} + "\"}"; };
  EXPECT_EQ(read(one_token, {row("a"), row("a")}).end, "RepeatedToken");
  const auto circle = read(one_token, {row("a"), row("b"), row("c"), row("a"), row("b")});
  EXPECT_EQ(circle.end, "RepeatedToken");
  EXPECT_EQ(circle.asked.size(), 4u) << "seen at its first repetition";
  page_limits from;
  from.starting_token = "a";
  EXPECT_EQ(read(one_token, {row("b"), row("a")}, from).end, "RepeatedToken") << "the page that reading began with";
}

TEST_F(PageFollower, TokensLieAnywhereInTheOutput) {
  const auto nested = read(R"({"input_token": "From", "output_token": "Page.Marker", "result_key": "Page.Rows"})",
                           {R"({"Page": {"Marker": "m", "Rows": ["a"]}})", R"({"Page": {"Rows": ["b"]}})"});
  EXPECT_THAT(nested.asked, ElementsAre("{}", R"({"From":"m"})"));
  const auto either = read(
      R"({"input_token": "From", "output_token": "Next || Rows[-1]", "more_results": "More", "result_key": "Rows"})",
      {R"({"Rows": ["a", "z"], "More": true})", R"({"Rows": ["b"], "More": false})"});
  EXPECT_THAT(either.asked, ElementsAre("{}", R"({"From":"z"})"));
}

TEST_F(PageFollower, PageSizesAreOfTheMembersType) {
  page_limits limits;
  limits.page_size = 7;
  EXPECT_THAT(read(one_token, {"{}"}, limits).asked, ElementsAre(R"({"Limit":7})"));
  EXPECT_THAT(read(R"({"input_token": "From", "output_token": "Next", "result_key": "Rows", "limit_key": "Most"})",
                   {"{}"}, limits)
                  .asked,
              ElementsAre(R"({"Most":"7"})"));
  EXPECT_EQ(read(two_tokens, {"{}"}, limits).end, "NoPageSize");
}

TEST_F(PageFollower, StopsAfterSoManyRowsAndSaysWhereToGoOn) {
  page_limits limits;
  limits.max_items = 3;
  const auto cut =
      read(one_token, {R"({"Rows": ["a", "b"], "Next": "2"})", R"({"Rows": ["c", "d"], "Next": "3"})"}, limits);
  EXPECT_THAT(cut.pages, ElementsAre(R"({"Rows":["a","b"],"Next":"2"})", R"({"Rows":["c"],"Next":"3"})"));
  // base64 of {"From": "2", "boto_truncate_amount": 1}
  EXPECT_EQ(cut.resume_token, "eyJGcm9tIjogIjIiLCAiYm90b190cnVuY2F0ZV9hbW91bnQiOiAxfQ==");

  page_limits on;
  on.starting_token = cut.resume_token;
  on.max_items = 1;
  const auto rest = read(one_token, {R"({"Rows": ["c", "d", "e"], "Next": "3"})"}, on);
  EXPECT_THAT(rest.asked, ElementsAre(R"({"From":"2"})"));
  EXPECT_THAT(rest.pages, ElementsAre(R"({"Rows":["d"],"Next":"3"})"));
  // {"From": "2", "boto_truncate_amount": 2}: counted from the page's own beginning
  EXPECT_EQ(rest.resume_token, "eyJGcm9tIjogIjIiLCAiYm90b190cnVuY2F0ZV9hbW91bnQiOiAyfQ==");
}

TEST_F(PageFollower, ACutOfTheFirstPageIsNamedWithoutAToken) {
  page_limits limits;
  limits.max_items = 1;
  const auto cut = read(one_token, {R"({"Rows": ["a", "b"]})"}, limits);
  // {"From": null, "boto_truncate_amount": 1}
  EXPECT_EQ(cut.resume_token, "eyJGcm9tIjogbnVsbCwgImJvdG9fdHJ1bmNhdGVfYW1vdW50IjogMX0=");
}

TEST_F(PageFollower, StopsBetweenPagesWhereTheRowsEndThere) {
  page_limits limits;
  limits.max_items = 2;
  const auto cut = read(one_token, {R"({"Rows": ["a", "b"], "Next": "2"})", "{}"}, limits);
  EXPECT_EQ(cut.asked.size(), 1u);
  EXPECT_EQ(cut.resume_token, "eyJGcm9tIjogIjIifQ==") << R"({"From": "2"})";
  EXPECT_EQ(read(one_token, {R"({"Rows": ["a", "b"]})"}, limits).resume_token, "") << "nothing is left";
}

TEST_F(PageFollower, GoesOnWithinAPageWithoutWhatWasHadOfIt) {
  page_limits on;
  on.starting_token = encode({{{{"From", "2"}}, {}}, 1, true});
  const auto rest = read(
      R"({"input_token": "From", "output_token": "Next", "result_key": ["Rows", "Others", "Count"]})",
      {R"({"Rows": ["a", "b"], "Others": ["x"], "Count": 2, "Next": "3"})", R"({"Rows": ["c"], "Others": ["y"]})"}, on);
  EXPECT_THAT(rest.pages,
              ElementsAre(R"({"Rows":["b"],"Others":[],"Count":2,"Next":"3"})", R"({"Rows":["c"],"Others":["y"]})"));
}

TEST_F(PageFollower, CountsCharactersOfTextsAsPythonDoes) {
  page_limits limits;
  limits.max_items = 3;
  const auto cut =
      read(R"({"input_token": "From", "output_token": "Next", "result_key": "Log"})", {R"({"Log": "aé日b"})"}, limits);
  EXPECT_THAT(cut.pages, ElementsAre(R"({"Log":"aé日"})"));
}

TEST_F(PageFollower, KeysWithBlobsAreTokens) {
  page_limits limits;
  limits.max_items = 1;
  const auto cut = read(R"({"input_token": "From", "output_token": "Key", "result_key": "Rows"})",
                        {R"({"Rows": ["a"], "Key": {"id": {"B": "AAE="}, "s": {"S": "x"}}})"}, limits);
  // {"From": {"id": {"B": "AAE="}, "s": {"S": "x"}}, "boto_encoded_keys": [["From", "id", "B"]]}
  EXPECT_EQ(
      cut.resume_token,
      "eyJGcm9tIjogeyJpZCI6IHsiQiI6ICJBQUU9In0sICJzIjogeyJTIjogIngifX0sICJib3RvX2VuY29kZWRfa2V5cyI6IFtbIkZyb20iLCAi"
      "aWQiLCAiQiJdXX0=");
  page_limits on;
  on.starting_token = cut.resume_token;
  EXPECT_THAT(read(R"({"input_token": "From", "output_token": "Key", "result_key": "Rows"})", {"{}"}, on).asked,
              ElementsAre(R"({"From":{"id":{"B":"AAE="},"s":{"S":"x"}}})"));
}

TEST_F(PageFollower, RefusesWhatCannotBeRead) {
  page_limits none;
  none.max_items = 0;
  EXPECT_EQ(read(one_token, {"{}"}, none).end, "BadMaxItems");
  page_limits some;
  some.max_items = 5;
  EXPECT_EQ(read(R"({"input_token": "From", "output_token": "Next"})", {"{}"}, some).end, "NoRows");
  service_ = make_service(one_token);
  const auto whole = page_follower::start(*service_->find_operation("Get").value(), {});
  ASSERT_FALSE(whole);
  EXPECT_EQ(whole.error().code(), "NotPaginated");
  EXPECT_EQ(read(R"({"input_token": "From", "output_token": "Next[", "result_key": "Rows"})", {"{}"}).end,
            "InvalidModel");
}

}  // namespace
}  // namespace aloft::paging
