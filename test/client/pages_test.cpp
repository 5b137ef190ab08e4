// Pages and rows through the public face, against a scripted server.
#include "aloft/blocking.hpp"
#include "fixture.hpp"

#include <boost/asio/use_future.hpp>

#include <gmock/gmock.h>

namespace aloft::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::string groups(std::initializer_list<const char*> names, const char* next = nullptr) {
  std::string body = R"({"logGroups":[)";
  for (const auto* name : names)
    body += (body.back() == '[' ? "" : ",") + (R"({"logGroupName":")" + std::string{name} + "\"}");
  body += "]";
  if (next) body += R"(,"nextToken":")" + std::string{next} + "\"";
  return answer(200, body + "}", "Content-Type: application/x-amz-json-1.1\r\n");
}

std::vector<std::string> bodies(const sequence& from) {
  std::vector<std::string> found;
  for (const auto& request : from.requests()) found.push_back(request.substr(request.find("\r\n\r\n") + 4));
  return found;
}

class Pages : public ::testing::Test {
 protected:
  explicit Pages(std::vector<std::string> answers = {groups({"a", "b"}, "2"), groups({}, "3"), groups({"c"})})
      : answers_{std::move(answers)} {}
  client logs() { return session{context_.get_executor(), options_for(server_)}.client("logs"); }

  asio::io_context context_;
  sequence answers_;
  scripted_server server_{answers_.script()};
};

asio::awaitable<std::vector<std::string>> names_of(aloft::pages pages) {
  std::vector<std::string> names;
  while (auto page = co_await pages.next())
    for (const value group : (*page)["logGroups"]) names.emplace_back(group["logGroupName"].as_text());
  names.push_back("token " + pages.resume_token());
  co_return names;
}

asio::awaitable<std::vector<std::string>> rows_of(aloft::items items) {
  std::vector<std::string> rows;
  while (auto row = co_await items.next())
    rows.push_back(std::string{items.key()} + " " + std::string{(*row)["logGroupName"].as_text()});
  co_return rows;
}

TEST_F(Pages, ComeOneAfterAnother) {
  pages_options how;
  how.page_size = 2;
  EXPECT_THAT(run(context_, names_of(logs().pages("describe_log_groups", {{"logGroupNamePrefix", "x"}}, how))),
              ElementsAre("a", "b", "c", "token "));
  EXPECT_THAT(bodies(answers_), ElementsAre(R"({"logGroupNamePrefix":"x","limit":2})",
                                            R"({"logGroupNamePrefix":"x","limit":2,"nextToken":"2"})",
                                            R"({"logGroupNamePrefix":"x","limit":2,"nextToken":"3"})"));
}

TEST_F(Pages, TakeAnyParameters) {
  pages_options how;
  how.page_size = 2;
  EXPECT_THAT(run(context_, names_of(logs().pages("describe_log_groups", params("logGroupNamePrefix", "x"), how))),
              ElementsAre("a", "b", "c", "token "));
  EXPECT_THAT(bodies(answers_), ElementsAre(R"({"logGroupNamePrefix":"x","limit":2})",
                                            R"({"logGroupNamePrefix":"x","limit":2,"nextToken":"2"})",
                                            R"({"logGroupNamePrefix":"x","limit":2,"nextToken":"3"})"));
  const auto refused =
      run(context_, logs().pages("describe_log_groups", params("logGroupNamePrefix", params("x", 1))).try_next());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code(), "ParamValidation");
}

TEST_F(Pages, GiveAnAwaitableWhereNoTokenIsGiven) {
  const auto read = [](client from) -> asio::awaitable<std::size_t> {
    auto pages = from.pages("describe_log_groups");
    const auto first = co_await pages.async_next();
    auto items = from.items("describe_log_groups");
    const auto row = co_await items.async_next();
    co_return (first ? (*first)["logGroups"].size() : 0) + (row ? 1 : 0);
  };
  EXPECT_EQ(run(context_, read(logs())), 3U) << "two groups, and a row";
}

TEST_F(Pages, NothingIsSentBeforeTheFirstIsAskedForAndNoneAfterTheLastIsWanted) {
  {
    auto pages = logs().pages("describe_log_groups");
    EXPECT_THAT(answers_.requests(), IsEmpty());
    const auto first = run(context_, pages.next());
    EXPECT_TRUE(first);
    EXPECT_EQ(pages.resume_token(), "eyJuZXh0VG9rZW4iOiAiMiJ9") << R"({"nextToken": "2"})";
  }
  context_.restart();
  context_.run();
  EXPECT_EQ(answers_.requests().size(), 1u);
}

TEST_F(Pages, StopAfterSoManyRowsAndGoOnFromThere) {
  pages_options how;
  how.max_items = 1;
  const auto first = run(context_, names_of(logs().pages("describe_log_groups", {}, how)));
  EXPECT_THAT(first, ElementsAre("a", "token eyJuZXh0VG9rZW4iOiBudWxsLCAiYm90b190cnVuY2F0ZV9hbW91bnQiOiAxfQ=="));
  scripted_server again{always(groups({"a", "b"}))};
  how.starting_token = first.back().substr(6);
  const auto rest = session{context_.get_executor(), options_for(again)}.client("logs");
  EXPECT_THAT(run(context_, names_of(rest.pages("describe_log_groups", {}, how))), ElementsAre("b", "token "));
}

TEST_F(Pages, AreReadAheadAsFarAsTheCallerWants) {
  pages_options how;
  how.prefetch = 1;
  auto pages = logs().pages("describe_log_groups", {}, how);
  EXPECT_TRUE(run(context_, pages.next()));
  context_.restart();
  context_.run();  // whoever reads ahead ends when it has enough: the loop is not kept busy
  EXPECT_EQ(answers_.requests().size(), 2u);
  EXPECT_THAT(run(context_, names_of(std::move(pages))), ElementsAre("c", "token "));
  EXPECT_EQ(answers_.requests().size(), 3u);
}

TEST_F(Pages, TellOfEachPageWhereToGoOnThoughMoreAreRead) {
  pages_options how;
  how.prefetch = 3;
  auto pages = logs().pages("describe_log_groups", {}, how);
  EXPECT_TRUE(run(context_, pages.next()));
  context_.restart();
  context_.run();
  EXPECT_EQ(answers_.requests().size(), 3u);
  EXPECT_EQ(pages.resume_token(), "eyJuZXh0VG9rZW4iOiAiMiJ9");
}

TEST_F(Pages, GoByAnyCompletionToken) {
  auto pages = logs().pages("describe_log_groups");
  auto items = logs().items("describe_log_groups");
  auto page = pages.async_next(asio::use_future);
  context_.run();
  const auto first = page.get();
  EXPECT_EQ((*first)["logGroups"].size(), 2u);
  auto row = items.async_next(asio::use_future);
  context_.restart();
  context_.run();
  EXPECT_EQ((*row.get())["logGroupName"].as_text(), "c") << "of the script's third page, behind one without rows";
}

TEST_F(Pages, GiveRows) {
  EXPECT_THAT(run(context_, rows_of(logs().items("describe_log_groups"))),
              ElementsAre("logGroups a", "logGroups b", "logGroups c"));
}

TEST_F(Pages, WaitForThoseWhoWait) {
  session own{options_for(server_)};
  std::vector<std::string> names;
  auto all = blocking(own.client("logs")).pages("describe_log_groups");
  for (response& page : all)
    for (const value group : page["logGroups"]) names.emplace_back(group["logGroupName"].as_text());
  EXPECT_THAT(names, ElementsAre("a", "b", "c"));
}

TEST_F(Pages, SayWhatCannotBeReadInPages) {
  const auto code = [this](aloft::pages pages) { return run(context_, pages.try_next()).error().code(); };
  EXPECT_EQ(code(logs().pages("describe_log_group")), "UnknownOperation");
  EXPECT_EQ(code(logs().pages("create_log_group", {{"logGroupName", "x"}})), "NotPaginated");
  pages_options how;
  how.starting_token = "eyJNYXJrZXIiOiAibSJ9";  // {"Marker": "m"}
  EXPECT_EQ(code(logs().pages("describe_log_groups", {}, how)), "BadStartingToken");
  how = {};
  how.max_items = 0;
  EXPECT_EQ(code(logs().pages("describe_log_groups", {}, how)), "BadMaxItems");
  auto text =
      session{context_.get_executor(), options_for(server_)}.client("rds").items("download_db_log_file_portion");
  EXPECT_EQ(run(context_, text.try_next()).error().code(), "NoRows");
  EXPECT_THAT(answers_.requests(), IsEmpty());
}

TEST_F(Pages, AreMarkedWhereTheyAreAGuess) {
  EXPECT_FALSE(logs().pages("describe_log_groups").heuristic());
  const auto s3 = session{context_.get_executor(), options_for(server_)}.client("s3");
  EXPECT_TRUE(s3.pages("list_bucket_metrics_configurations").heuristic());
}

class BrokenPages : public Pages {
 protected:
  BrokenPages()
      : Pages{{groups({"a"}, "2"), answer(400, R"({"__type":"ResourceNotFoundException","message":"gone"})"),
               groups({"b"}, "2")}} {}
};

TEST_F(BrokenPages, AreAskedForAgainAndCirclesEnd) {
  auto pages = logs().pages("describe_log_groups");
  EXPECT_TRUE(run(context_, pages.next()));
  EXPECT_EQ(run(context_, pages.try_next()).error().code(), "ResourceNotFoundException");
  const auto circle = run(context_, pages.try_next());
  ASSERT_FALSE(circle);
  EXPECT_EQ(circle.error().code(), "RepeatedToken");
  EXPECT_THAT(circle.error().what(), HasSubstr("logs DescribeLogGroups in eu-west-1"));
  EXPECT_EQ(run(context_, pages.try_next()).error().code(), "RepeatedToken") << "there is no way on";
  EXPECT_THAT(bodies(answers_), ElementsAre("{}", R"({"nextToken":"2"})", R"({"nextToken":"2"})"));
}

TEST_F(BrokenPages, ThatAreReadAheadAreSeenInTheirTurn) {
  pages_options how;
  how.prefetch = 4;
  auto pages = logs().pages("describe_log_groups", {}, how);
  EXPECT_TRUE(run(context_, pages.next()));
  EXPECT_EQ(run(context_, pages.try_next()).error().code(), "ResourceNotFoundException");
  EXPECT_EQ(run(context_, pages.try_next()).error().code(), "RepeatedToken");
}

TEST(PagesDropped, CancelWhatIsReadAhead) {
  scripted_server silent{[first = true](peer& client) mutable {
    while (!client.read_request().empty())
      if (std::exchange(first, false)) client.write(groups({"a"}, "2"));
  }};
  asio::io_context context;
  pages_options how;
  how.prefetch = 1;
  std::optional<aloft::pages> pages{
      session{context.get_executor(), options_for(silent)}.client("logs").pages("describe_log_groups", {}, how)};
  EXPECT_TRUE(run(context, pages->next()));
  context.restart();
  context.poll();  // the next page is waited for
  pages.reset();
  context.run();  // ends at once: nothing reads on
}

TEST(PagesDropped, OutliveTheirContext) {
  scripted_server silent{[first = true](peer& client) mutable {
    while (!client.read_request().empty())
      if (std::exchange(first, false)) client.write(groups({"a"}, "2"));
  }};
  std::optional<aloft::pages> pages;
  {
    asio::io_context context;
    pages_options how;
    how.prefetch = 1;
    pages.emplace(
        session{context.get_executor(), options_for(silent)}.client("logs").pages("describe_log_groups", {}, how));
    EXPECT_TRUE(run(context, pages->next()));
  }
  pages.reset();
}

}  // namespace
}  // namespace aloft::testing
