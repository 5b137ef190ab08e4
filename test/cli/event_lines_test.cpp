// Operations that stream events, by the program, from a server that says exactly what it is told to.

#include "run_program.hpp"
#include "support/event_frames.hpp"
#include "support/scripted_server.hpp"

#include <gmock/gmock.h>

#include <csignal>
#include <filesystem>
#include <fstream>

namespace aloft::cli {
namespace {

using namespace std::chrono_literals;
using namespace aloft::testing;
using test::program_result;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;
using words = std::vector<std::string>;

const std::string start_frame = event_frame("sessionStart", R"({"sessionId":"s1"})");

std::string update_frame(const std::string& message, std::int64_t time = 1'700'000'000'000) {
  return event_frame("sessionUpdate",
                     R"({"sessionResults":[{"logStreamName":"web","logGroupIdentifier":"1:g","message":")" + message +
                         R"(","timestamp":)" + std::to_string(time) + "}]}");
}

test::variables environment(const scripted_server& server) {
  return {{"HOME", "/nonexistent"},
          {"AWS_REGION", "eu-west-1"},
          {"AWS_ACCESS_KEY_ID", "AKIDEXAMPLE"},
          {"AWS_SECRET_ACCESS_KEY", "secret"},
          {"AWS_MAX_ATTEMPTS", "1"},
          {"AWS_ENDPOINT_URL", "http://127.0.0.1:" + std::to_string(server.port())}};
}

scripted_server::script answers(std::string bytes) {
  return [bytes = std::move(bytes)](peer& client) {
    while (!client.read_request().empty()) client.write(bytes);
  };
}

program_result tail(const scripted_server& server, words more = {}) {
  words all{"logs", "start-live-tail", "--log-group-identifiers", "arn:aws:logs:eu-west-1:1:log-group:g"};
  all.insert(all.end(), more.begin(), more.end());
  return test::run_program(all, environment(server));
}

TEST(EventLines, EachEventIsALineOfJson) {
  scripted_server server{answers(stream_of({start_frame, update_frame("one"), event_frame("news", "{}")}))};
  const auto done = tail(server);
  EXPECT_EQ(done.status, 0) << done.err;
  EXPECT_THAT(done.lines(), ElementsAre(R"({"sessionStart":{"sessionId":"s1"}})", HasSubstr(R"("message":"one")"),
                                        R"({"SDK_UNKNOWN_MEMBER":{"name":"news"}})"));
}

TEST(EventLines, AQueryIsPutToEachEvent) {
  scripted_server server{answers(stream_of({start_frame, update_frame("one"), update_frame("two")}))};
  EXPECT_THAT(tail(server, {"--query", "sessionUpdate.sessionResults[].message"}).lines(),
              ElementsAre("\"one\"", "\"two\""));
  EXPECT_THAT(tail(server, {"--query", "sessionUpdate.sessionResults[].message", "--output", "text"}).lines(),
              ElementsAre("one", "two"));
}

TEST(EventLines, AnExceptionEndsWithTheStatusOfServices) {
  scripted_server server{
      answers(stream_of({start_frame, exception_frame("SessionTimeoutException", R"({"message":"over"})")}))};
  const auto done = tail(server);
  EXPECT_EQ(done.status, 254);
  EXPECT_THAT(done.lines(), ElementsAre(HasSubstr("sessionStart")));
  EXPECT_THAT(done.err, HasSubstr("SessionTimeoutException"));
}

TEST(EventLines, EventsAreCountedAndTimed) {
  // Without an end of its own.
  scripted_server server{[](peer& client) {
    if (client.read_request().empty()) return;
    client.write(stream_head() + chunk(start_frame) + chunk(update_frame("one")) + chunk(update_frame("two")));
    client.stall();
  }};
  const auto counted = tail(server, {"--max-events", "2"});
  EXPECT_EQ(counted.status, 0) << counted.err;
  EXPECT_EQ(counted.lines().size(), 2u);
  const auto timed = tail(server, {"--for", "200ms"});
  EXPECT_EQ(timed.status, 0) << timed.err;
  EXPECT_EQ(timed.lines().size(), 3u);
  EXPECT_EQ(tail(server, {"--for", "soon"}).status, 252);
}

TEST(EventLines, AnInterruptionEndsBetweenLines) {
  scripted_server server{[](peer& client) {
    if (client.read_request().empty()) return;
    client.write(stream_head() + chunk(start_frame) + chunk(update_frame("one")));
    client.stall();
  }};
  test::running_program program{
      {ALOFT_PROGRAM, "logs", "start-live-tail", "--log-group-identifiers", "arn:aws:logs:eu-west-1:1:log-group:g"},
      environment(server)};
  EXPECT_TRUE(program.runs_until([&] { return program.out().find("one") != std::string::npos; }));  // written at once
  program.signal(SIGINT);
  const auto done = program.wait();
  EXPECT_EQ(done.status, 130);
  EXPECT_EQ(done.lines().size(), 2u);
  EXPECT_THAT(done.err, IsEmpty());
}

TEST(EventLines, RegionsAreMergedWithTheirNames) {
  scripted_server server{answers(stream_of({start_frame}))};
  const auto done = tail(server, {"--regions", "eu-west-1,us-east-1"});
  EXPECT_EQ(done.status, 0) << done.err;
  auto lines = done.lines();
  std::sort(lines.begin(), lines.end());
  EXPECT_THAT(lines, ElementsAre(StartsWith(R"({"Region":"eu-west-1","sessionStart")"),
                                 StartsWith(R"({"Region":"us-east-1","sessionStart")")));
}

TEST(EventLines, BytesGoIntoAFileOfWhichAllIsThere) {
  const auto records = [](std::string_view rows) { return event_frame("Records", rows, "application/octet-stream"); };
  const auto folder = std::filesystem::temp_directory_path() / ("aloft-events-" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  const auto select = [&](const scripted_server& server, const std::string& out) {
    return test::run_program(
        {"s3", "select-object-content", "--bucket", "b", "--key", "k", "--expression", "select *", "--expression-type",
         "SQL", "--input-serialization", R"({"CSV":{}})", "--output-serialization", R"({"CSV":{}})", out},
        environment(server));
  };
  scripted_server whole{answers(stream_of({records("a,"), records("b\n"), event_frame("End", "", "")}))};
  scripted_server cut{answers(stream_of({records("a,")}))};
  EXPECT_EQ(select(whole, "-").out, "a,b\n");
  const auto file = (folder / "rows").string();
  EXPECT_EQ(select(cut, file).status, 255);
  EXPECT_FALSE(std::filesystem::exists(file));
  EXPECT_EQ(select(whole, file).status, 0);
  std::ifstream in{file};
  EXPECT_EQ((std::string{std::istreambuf_iterator<char>{in}, {}}), "a,b\n");
  std::filesystem::remove_all(folder);
}

// --- logs tail ---

/// CloudWatch's lines: what can be read, and two live streams, of which the first ends as such streams do.
class cloudwatch {
 public:
  scripted_server server{[this](peer& client) {
    for (;;) {
      const auto request = client.read_request();
      if (request.empty()) return;
      const auto asks = [&](const char* operation) { return request.find(operation) != std::string::npos; };
      if (asks("DescribeLogGroups"))
        client.write(
            answer_ok(R"({"logGroups":[{"logGroupName":"g","arn":"arn:aws:logs:eu-west-1:1:log-group:g:*"}]})"));
      else if (asks("FilterLogEvents"))
        client.write(answer_ok(R"({"events":[)" + (reads++ == 0 ? past : seam) + "]}"));
      else if (streams++ == 0)
        client.write(stream_of({start_frame, update_frame("three", 3000), update_frame("four", 4000),
                                exception_frame("SessionTimeoutException", R"({"message":"three hours"})")}));
      else
        client.write(stream_of({start_frame, update_frame("six", 6000),
                                exception_frame("InvalidOperationException", R"({"message":"enough"})")}));
    }
  }};
  static std::string line(const char* message, int time) {
    return std::string{R"({"logStreamName":"web","message":")"} + message + R"(","timestamp":)" + std::to_string(time) +
           "}";
  }
  const std::string past = line("one", 1000) + ',' + line("two", 2000) + ',' + line("three", 3000);
  const std::string seam = line("three", 3000) + ',' + line("four", 4000) + ',' + line("five", 5000);
  std::atomic<int> reads{0}, streams{0};
};

TEST(LogsTail, ShowsWhatIsThere) {
  cloudwatch logs;
  const auto done =
      test::run_program({"logs", "tail", "g", "--since", "1970-01-01T00:00:00Z"}, environment(logs.server));
  EXPECT_EQ(done.status, 0) << done.err;
  EXPECT_THAT(done.lines(), ElementsAre("1970-01-01T00:00:01Z web one", "1970-01-01T00:00:02Z web two",
                                        "1970-01-01T00:00:03Z web three"));
  EXPECT_EQ(logs.streams, 0);
}

TEST(LogsTail, NoLineIsShownTwiceOrLostWhereAStreamEnds) {
  cloudwatch logs;
  const auto done =
      test::run_program({"logs", "tail", "g", "--follow", "--format", "short", "--since", "1970-01-01T00:00:00Z"},
                        environment(logs.server));
  EXPECT_EQ(done.status, 254) << done.err;  // the second stream ended with a refusal
  std::vector<std::string> messages;
  for (const auto& line : done.lines()) messages.push_back(line.substr(line.rfind(' ') + 1));
  EXPECT_THAT(messages, ElementsAre("one", "two", "three", "four", "five", "six"));
  EXPECT_EQ(logs.streams, 2);
}

TEST(LogsTail, RefusesWhatItCannotDo) {
  scripted_server server{answers("")};
  const auto status = [&](words all) { return test::run_program(all, environment(server)).status; };
  EXPECT_EQ(status({"logs", "tail"}), 252);
  EXPECT_EQ(status({"logs", "tail", "g", "--since", "then"}), 252);
  EXPECT_EQ(status({"logs", "tail", "g", "--format", "long"}), 252);
  EXPECT_EQ(status({"logs", "tail", "g", "--folow"}), 252);
  EXPECT_EQ(status({"logs", "tail", "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "--follow"}), 252);
}

}  // namespace
}  // namespace aloft::cli
