// `aloft lambda batch` and `aloft lambda invoke`, against a Lambda that counts what it is asked.

#include "cloud_fixture.hpp"
#include "support/scripted_server.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value_to.hpp>

#include <signal.h>

#include <fstream>
#include <functional>
#include <map>
#include <mutex>
#include <set>

namespace aloft::cli {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;
using aloft::testing::peer;
using aloft::testing::scripted_server;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAreArray;

std::string says(const std::string& payload, const std::string& fields = {}, int status = 200) {
  return "HTTP/1.1 " + std::to_string(status) + " X\r\nx-amzn-RequestId: 59dbff89\r\nX-Amz-Executed-Version: 3\r\n" +
         fields + "Content-Length: " + std::to_string(payload.size()) + "\r\n\r\n" + payload;
}
const std::string too_many = says(R"({"Type":"User","Reason":"ConcurrentInvocationLimitExceeded"})",
                                  "x-amzn-ErrorType: TooManyRequestsException\r\n", 429);

class lambda_batch : public test::cloud {
 protected:
  /// What is answered to a payload; empty: the connection is closed without a word.
  using script = std::function<std::string(peer& by, const std::string& payload, int nth)>;

  /// Serves, counts by payload, and keeps the last request.
  std::unique_ptr<scripted_server> serve(script behaviour) {
    return std::make_unique<scripted_server>([this, behaviour = std::move(behaviour)](peer& by) {
      for (;;) {
        const auto request = by.read_request();
        if (request.empty()) return;
        const auto payload = request.substr(request.find("\r\n\r\n") + 4);
        int nth = 0;
        {
          const std::lock_guard lock{mutex_};
          nth = ++asked_[payload];
          last_ = request;
        }
        const auto answer = behaviour(by, payload, nth);
        if (answer.empty()) return by.close();
        by.write(answer);
      }
    });
  }

  std::vector<std::string> words(const scripted_server& server, std::vector<std::string> more) const {
    std::vector<std::string> all{"lambda", "batch",          "--function",
                                 "f",      "--endpoint-url", "http://127.0.0.1:" + std::to_string(server.port())};
    all.insert(all.end(), more.begin(), more.end());
    return all;
  }
  std::string file(const std::string& text, const std::string& name = "lines") const {
    const auto path = home_ + "/" + name;
    std::ofstream{path, std::ios::binary} << text;
    return path;
  }
  static std::string numbers(int count) {
    std::string text;
    for (int i = 1; i <= count; ++i) text += "{\"n\":" + std::to_string(i) + "}\n";
    return text;
  }
  static std::vector<json::object> parsed(const std::string& out) {
    std::vector<json::object> all;
    std::istringstream lines{out};
    for (std::string line; std::getline(lines, line);) all.push_back(json::parse(line).as_object());
    return all;
  }
  static std::vector<int> line_numbers(const std::vector<json::object>& results) {
    std::vector<int> all;
    for (const auto& one : results) all.push_back(json::value_to<int>(one.at("line")));
    return all;
  }
  std::map<std::string, int> asked() {
    const std::lock_guard lock{mutex_};
    return asked_;
  }

  std::mutex mutex_;
  std::map<std::string, int> asked_;
  std::string last_;
};

TEST_F(lambda_batch, each_line_has_a_result_in_order) {
  const auto server = serve([](peer& by, const std::string& payload, int) {
    by.pause(std::chrono::milliseconds{std::hash<std::string>{}(payload) % 20});
    return says(payload);
  });
  const auto done = run(words(*server, {"--input", file(numbers(200)), "--parallel", "20"}));
  EXPECT_EQ(done.status, 0) << done.err;
  const auto results = parsed(done.out);
  ASSERT_THAT(results, SizeIs(200));
  for (int i = 0; i < 200; ++i) {
    EXPECT_EQ(results[i].at("line"), i + 1);
    EXPECT_EQ(results[i].at("payload").at("n"), i + 1);
    EXPECT_EQ(results[i].at("version"), "3");
  }
}

TEST_F(lambda_batch, lines_that_fail_are_told_by_their_number_and_the_others_go_on) {
  const auto server = serve([](peer&, const std::string& payload, int) {
    if (payload == "2")
      return says(R"({"errorMessage":"no","errorType":"KeyError","stackTrace":["a"]})",
                  "X-Amz-Function-Error: Unhandled\r\n");
    if (payload == "3") return says("<html>");
    return payload == "6" ? says("{}", "", 404) : says("{\n \"a\": 1.50}");
  });
  const auto done = run(words(*server, {"--input", file("1\n2\n3\n\n{\"n\":\n6\n \r\n8")}));
  EXPECT_EQ(done.status, 1);
  EXPECT_THAT(done.err, HasSubstr("3 of 6 lines failed: 1 by the function, 2 on the way"));
  EXPECT_THAT(done.out, HasSubstr(R"("payload":{  "a": 1.50})")) << "in one line, otherwise as it came";
  const auto results = parsed(done.out);
  ASSERT_THAT(line_numbers(results), ElementsAre(1, 2, 3, 5, 6, 8));
  EXPECT_EQ(results[1].at("fault").at("type"), "KeyError");
  EXPECT_EQ(results[1].at("fault").at("trace").at(0), "a");
  EXPECT_EQ(results[2].at("payload_base64"), "PGh0bWw+");
  EXPECT_EQ(results[3].at("error").at("code"), "InvalidJson");
  EXPECT_THAT(results[3].at("error").at("message").as_string().c_str(), HasSubstr("line 5"));
  EXPECT_EQ(results[4].at("error").at("status"), 404);
  EXPECT_EQ(results[5].at("ok"), true);
}

TEST_F(lambda_batch, a_line_of_more_than_6_mb_is_refused_and_of_6_mb_sent) {
  const auto server = serve([](peer&, const std::string&, int) { return says("{}"); });
  const auto text = [](std::size_t size) { return '"' + std::string(size - 2, 'x') + "\"\n"; };
  const std::size_t most = 6 * 1024 * 1024;
  const auto done =
      run(words(*server, {"--input", file("1\n" + text(most) + text(most + 1) + text(3 * most) + "5\n")}));
  EXPECT_EQ(done.status, 1);
  const auto results = parsed(done.out);
  ASSERT_THAT(line_numbers(results), ElementsAre(1, 2, 3, 4, 5));
  EXPECT_EQ(results[1].at("ok"), true);
  EXPECT_EQ(results[2].at("error").at("code"), "PayloadTooLarge");
  EXPECT_THAT(results[2].at("error").at("message").as_string().c_str(), HasSubstr("6291457 bytes"));
  EXPECT_EQ(results[3].at("error").at("code"), "PayloadTooLarge");
  EXPECT_THAT(asked(), SizeIs(3));
}

TEST_F(lambda_batch, in_a_storm_of_429_every_line_is_served_once) {
  std::atomic<int> served{0};
  const auto server = serve([&](peer&, const std::string& payload, int nth) {
    if (nth == 1 && std::hash<std::string>{}(payload) % 3 == 0) return too_many;
    ++served;
    return says(payload);
  });
  const auto done = run(words(*server, {"--input", file(numbers(90)), "--parallel", "30"}));
  EXPECT_EQ(done.status, 0) << done.err;
  EXPECT_THAT(parsed(done.out), SizeIs(90));
  EXPECT_EQ(served, 90);
}

TEST_F(lambda_batch, an_answer_that_is_cut_off_is_lost_and_not_asked_for_again) {
  const script cut = [](peer&, const std::string& payload, int nth) {
    return payload == "2" && nth == 1 ? std::string{} : says(payload);
  };
  const auto input = file("1\n2\n3\n");
  {
    const auto server = serve(cut);
    const auto done = run(words(*server, {"--input", input}));
    EXPECT_EQ(done.status, 1);
    EXPECT_THAT(done.err, HasSubstr("1 of them sent and not answered"));
    EXPECT_EQ(parsed(done.out)[1].at("error").at("lost"), true);
    EXPECT_THAT(asked(), UnorderedElementsAreArray({Pair("1", 1), Pair("2", 1), Pair("3", 1)}));
  }
  asked_.clear();
  const auto server = serve(cut);
  const auto done = run(words(*server, {"--input", input, "--retry-lost"}));
  EXPECT_EQ(done.status, 0) << done.err;
  EXPECT_EQ(asked()["2"], 2);
}

TEST_F(lambda_batch, envelopes_name_what_differs) {
  const auto server = serve([](peer&, const std::string& payload, int) { return says(payload); });
  const auto done = run(words(*server, {"--envelope", "--input", file(R"({"payload":{"big":12345678901234567890123}}
{"function":"g","qualifier":"live","client_context":{"custom":{}},"payload":[1, 2]}
{"fonction":"g"}
[1]
)")}));
  EXPECT_EQ(done.status, 1);
  const auto results = parsed(done.out);
  EXPECT_THAT(done.out, HasSubstr(R"("payload":{"big":12345678901234567890123})")) << "no digit changes";
  EXPECT_THAT(results[2].at("error").at("message").as_string().c_str(), HasSubstr("unknown member \"fonction\""));
  EXPECT_EQ(results[3].at("error").at("code"), "BadEnvelope");
  EXPECT_THAT(asked(), UnorderedElementsAreArray({Pair(R"({"big":12345678901234567890123})", 1), Pair("[1, 2]", 1)}));
}

TEST_F(lambda_batch, reads_the_standard_input_as_it_comes) {
  const auto server = serve([](peer&, const std::string& payload, int) { return says(payload); });
  auto with = environment_;
  with["URL"] = "http://127.0.0.1:" + std::to_string(server->port());
  // The second line is written only once the first has its result.
  const auto done = test::run_shell(
      "mkfifo \"$HOME/in\"; \"$ALOFT\" lambda batch --function f --endpoint-url \"$URL\" <\"$HOME/in\" >\"$HOME/out\" "
      "& "
      "exec 3>\"$HOME/in\"; echo 1 >&3; until [ -s \"$HOME/out\" ]; do sleep 0.02; done; echo 2 >&3; exec 3>&-; wait; "
      "cat \"$HOME/out\"",
      with);
  EXPECT_THAT(line_numbers(parsed(done.out)), ElementsAre(1, 2));
}

TEST_F(lambda_batch, interrupted_it_prints_what_is_finished) {
  const auto server = serve([](peer& by, const std::string& payload, int) {
    if (payload == "{\"n\":2}") by.stall();
    return says(payload);
  });
  auto arguments = words(*server, {"--input", file(numbers(10)), "--parallel", "2", "--window", "6"});
  arguments.insert(arguments.begin(), ALOFT_PROGRAM);
  test::running_program program{arguments, environment_};
  // One of the two waits for line 2; the other has the results of lines 3 to 6 when it asks for line 7.
  ASSERT_TRUE(program.runs_until([&] { return asked().contains("{\"n\":7}"); }));
  EXPECT_THAT(line_numbers(parsed(program.out())), ElementsAre(1));
  program.signal(SIGINT);
  const auto done = program.wait();
  EXPECT_EQ(done.status, 130);
  EXPECT_THAT(done.err, HasSubstr("interrupted: "));
  auto numbers = line_numbers(parsed(done.out));
  if (!numbers.empty() && numbers.back() == 7) numbers.pop_back();  // its answer may have been in time
  EXPECT_THAT(numbers, ElementsAre(1, 3, 4, 5, 6));
}

TEST_F(lambda_batch, killed_and_resumed_it_has_every_line_and_invokes_none_again_that_was_journalled) {
  const auto server = serve([](peer& by, const std::string& payload, int) {
    by.pause(5ms);
    return says(payload);
  });
  const auto input = file(numbers(400));
  const auto journal = home_ + "/journal";
  const auto arguments = words(*server, {"--input", input, "--parallel", "8", "--journal", journal});
  {
    auto all = arguments;
    all.insert(all.begin(), ALOFT_PROGRAM);
    test::running_program program{all, environment_};
    ASSERT_TRUE(program.runs_until([&] { return asked().size() >= 200; }));
    program.signal(SIGKILL);
    program.wait();
  }
  std::set<int> kept;
  std::ifstream lines{journal};
  for (std::string line; std::getline(lines, line);)
    if (line.starts_with("{\"n\":") && line.ends_with("}")) kept.insert(std::stoi(line.substr(5)) + 1);
  EXPECT_GT(kept.size(), 100U);
  const auto before = asked();

  auto again = arguments;
  again.emplace_back("--resume");
  const auto done = run(again);
  EXPECT_EQ(done.status, 0) << done.err;
  const auto results = parsed(done.out);
  ASSERT_THAT(results, SizeIs(400));
  for (int i = 0; i < 400; ++i) {
    EXPECT_EQ(results[i].at("line"), i + 1);
    EXPECT_EQ(results[i].at("payload").at("n"), i + 1);
  }
  const auto after = asked();
  for (const int n : kept) {
    const auto payload = "{\"n\":" + std::to_string(n) + "}";
    EXPECT_EQ(after.at(payload), before.at(payload)) << payload << " was journalled and invoked again";
  }
}

TEST_F(lambda_batch, the_first_failure_ends_it_where_that_is_wanted) {
  const auto server = serve([](peer&, const std::string& payload, int) {
    return payload == "{\"n\":3}" ? says("{}", "", 400) : says(payload);
  });
  const auto done = run(words(*server, {"--input", file(numbers(1000)), "--parallel", "1", "--fail-fast"}));
  EXPECT_EQ(done.status, 1);
  EXPECT_THAT(line_numbers(parsed(done.out)), ElementsAre(1, 2, 3));
}

TEST_F(lambda_batch, events_are_queued_and_logs_shown) {
  const auto server =
      serve([](peer&, const std::string&, int) { return says("{}", "X-Amz-Log-Result: U1RBUlQK\r\n", 200); });
  EXPECT_EQ(parsed(run(words(*server, {"--tail", "--input", file("1\n")})).out)[0].at("log"), "START\n");
  EXPECT_THAT(last_, HasSubstr("X-Amz-Log-Type: Tail"));
  run(words(*server, {"--event", "--input", file("1\n")}));
  EXPECT_THAT(last_, HasSubstr("X-Amz-Invocation-Type: Event"));
}

TEST_F(lambda_batch, command_lines_that_cannot_be_are_refused) {
  const auto refusal = [&](std::vector<std::string> more) {
    std::vector<std::string> all{"lambda", "batch"};
    all.insert(all.end(), more.begin(), more.end());
    const auto done = run(all);
    EXPECT_EQ(done.status, 252);
    return done.err;
  };
  EXPECT_THAT(refusal({}), HasSubstr("which function? --function NAME, or --envelope"));
  EXPECT_THAT(refusal({"--function", "f", "--resume"}), HasSubstr("--journal FILE"));
  EXPECT_THAT(refusal({"--function", "f", "--input", "/nowhere"}), HasSubstr("cannot read '/nowhere'"));
  EXPECT_THAT(refusal({"--function", "f", "--input", "/"}), HasSubstr("it is a folder"));
  EXPECT_THAT(refusal({"--function", "f", "--wndow", "7"}), HasSubstr("--wndow"));
  EXPECT_THAT(refusal({"--function", "f", "--event", "--tail"}), HasSubstr("have no log"));
}

TEST_F(lambda_batch, the_reader_of_the_output_may_go_away) {
  const auto server = serve([](peer&, const std::string& payload, int) { return says(payload); });
  auto with = environment_;
  with["URL"] = "http://127.0.0.1:" + std::to_string(server->port());
  with["LINES"] = file(numbers(5000));
  const auto done = test::run_shell(
      "\"$ALOFT\" lambda batch --function f --endpoint-url \"$URL\" --input \"$LINES\" | head -n 1", with);
  EXPECT_THAT(parsed(done.out), SizeIs(1));
  EXPECT_EQ(done.err, "");
}

TEST_F(lambda_batch, invoke_prints_what_the_function_said) {
  const auto server = serve([](peer&, const std::string& payload, int) {
    if (payload == "1") return says(R"({"errorMessage":"no"})", "X-Amz-Function-Error: Unhandled\r\n");
    return payload == "2" ? says("", "", 202) : says("{\n \"a\": 1}");
  });
  const auto invoke = [&](std::vector<std::string> more) {
    std::vector<std::string> all{"lambda",
                                 "invoke",
                                 "--function-name",
                                 "f",
                                 "--cli-binary-format",
                                 "raw-in-base64-out",
                                 "--endpoint-url",
                                 "http://127.0.0.1:" + std::to_string(server->port())};
    all.insert(all.end(), more.begin(), more.end());
    return run(all);
  };
  EXPECT_EQ(invoke({}).out, "{\n \"a\": 1}");
  EXPECT_EQ(invoke({"-"}).out, "{\n \"a\": 1}");
  const auto failed = invoke({"--payload", "1"});
  EXPECT_EQ(failed.out, R"({"errorMessage":"no"})");
  EXPECT_EQ(failed.status, 1);
  EXPECT_THAT(failed.err, HasSubstr("FunctionError Unhandled"));
  EXPECT_EQ(json::parse(invoke({"--payload", "2", "--invocation-type", "Event"}).out).at("StatusCode"), 202);
  EXPECT_EQ(json::parse(invoke({"--output", "json"}).out).at("ExecutedVersion"), "3");
  const auto named = home_ + "/said";
  EXPECT_EQ(json::parse(invoke({named}).out).at("StatusCode"), 200);
  std::ifstream said{named};
  EXPECT_EQ((std::string{std::istreambuf_iterator<char>{said}, {}}), "{\n \"a\": 1}");
}

}  // namespace
}  // namespace aloft::cli
