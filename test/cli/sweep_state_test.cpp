// Sweeps that are interrupted and go on, and what they say about themselves: the program on the embedded AWS.

#include "cloud_fixture.hpp"

#include <signal.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <set>
#include <sstream>
#include <thread>

namespace aloft::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

local::server_options full() {
  local::server_options options;
  options.seed = true;
  return options;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in{text};
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

std::vector<std::string> sorted(std::vector<std::string> lines) {
  std::sort(lines.begin(), lines.end());
  return lines;
}

struct sweep_state : test::cloud {
  sweep_state() : cloud{full()} {}

  static std::string read(const std::string& path) {
    std::ostringstream text;
    text << std::ifstream{path, std::ios::binary}.rdbuf();
    return text.str();
  }
  static void write(const std::string& path, const std::string& text) {
    std::ofstream{path, std::ios::binary | std::ios::trunc} << text;
  }

  /// The sweep with its rows appended to the output file.
  test::program_result go_on(const std::string& more = {}) {
    return test::run_shell("$ALOFT " + call_ + " --state " + journal_ + " " + more + " >> " + output_, environment_);
  }

  std::string call_ =
      "ec2 describe-security-groups --regions us-east-1,us-east-2,us-west-1,eu-west-1 --page-size 5 --output ndjson";
  const std::string journal_ = home_ + "/journal", output_ = home_ + "/rows";
};

TEST_F(sweep_state, an_interrupted_sweep_goes_on_without_a_row_lost_or_twice) {
  const auto all = sorted(lines_of(test::run_shell("$ALOFT " + call_, environment_).out));
  ASSERT_GT(all.size(), 20u);
  ASSERT_EQ(std::set<std::string>(all.begin(), all.end()).size(), all.size());
  server_.inject("us-west-1/ec2:stall=1");
  {
    test::running_program first{{"/bin/sh", "-c", "exec $ALOFT " + call_ + " --state " + journal_ + " >> " + output_},
                                [&] {
                                  auto with = environment_;
                                  with["ALOFT"] = ALOFT_PROGRAM;
                                  return with;
                                }()};
    // Until the other three regions are finished.
    const auto finished = [&] {
      const auto text = read(journal_);
      return text.find("us-east-1\"]") != text.npos && text.find("us-east-2\"]") != text.npos &&
             text.find("eu-west-1\"]") != text.npos;
    };
    while (!finished()) std::this_thread::sleep_for(std::chrono::milliseconds{5});
    first.signal(SIGINT);
    const auto result = first.wait();
    EXPECT_EQ(result.status, 130);
    EXPECT_THAT(result.err, HasSubstr("interrupted: 3 of 4 regions"));
  }
  const auto some = lines_of(read(output_));
  EXPECT_LT(some.size(), all.size());
  EXPECT_FALSE(some.empty());
  server_.inject("");
  const auto second = go_on();
  EXPECT_EQ(second.status, 0) << second.err;
  EXPECT_THAT(second.err, HasSubstr("3 of 4 regions were finished before"));
  EXPECT_EQ(sorted(lines_of(read(output_))), all);
  const auto asked = server_.counters().requests;
  EXPECT_EQ(go_on().status, 0);
  EXPECT_EQ(server_.counters().requests, asked);
  EXPECT_EQ(sorted(lines_of(read(output_))), all);
}

// As if the machine had died at each moment: the journal ends after any of its lines, and what that line announces is
// in the output not at all, in part, or whole.
TEST_F(sweep_state, goes_on_from_any_moment_of_death) {
  ASSERT_EQ(go_on().status, 0);
  const auto journal = lines_of(read(journal_));
  const std::string output = read(output_);
  const auto all = sorted(lines_of(output));
  ASSERT_GT(journal.size(), 8u);
  const auto number = [](const std::string& line, const std::string& name) {
    const auto at = line.find("\"" + name + "\":");
    return at == line.npos ? std::string::npos : std::stoul(line.substr(at + name.size() + 3));
  };
  int deaths = 0;
  for (std::size_t kept = 2; kept < journal.size(); kept += 2) {
    std::string head;
    for (std::size_t i = 0; i < kept; ++i) head += journal[i] + "\n";
    const auto at = number(journal[kept - 1], "at"), bytes = number(journal[kept - 1], "bytes");
    if (at == std::string::npos) continue;
    for (const auto size : {at, at + bytes / 2, at + bytes}) {
      // The output stays the same file, whose number the journal knows.
      write(output_, output.substr(0, size));
      write(journal_, head + (size == at + bytes ? R"({"finished":["us-e)" : ""));
      const auto result = go_on();
      EXPECT_EQ(result.status, 0) << result.err;
      EXPECT_EQ(sorted(lines_of(read(output_))), all) << kept << " lines, " << size << " bytes";
      ++deaths;
    }
  }
  EXPECT_GT(deaths, 9);
}

TEST_F(sweep_state, csv_has_one_header_and_other_formats_whole_targets) {
  call_ = "ec2 describe-vpcs --regions us-east-1,eu-west-1 --output csv";
  server_.inject("eu-west-1/ec2:error=1");
  EXPECT_EQ(go_on("--max-attempts 1").status, 1);
  server_.inject("");
  EXPECT_EQ(go_on().status, 0);
  const auto rows = lines_of(read(output_));
  EXPECT_THAT(rows.at(0), StartsWith("Region,OwnerId,InstanceTenancy,"));
  EXPECT_EQ(std::count(rows.begin(), rows.end(), rows[0]), 1);
  EXPECT_EQ(sorted(rows), sorted(lines_of(test::run_shell("$ALOFT " + call_, environment_).out)));

  std::filesystem::remove(journal_);
  std::filesystem::remove(output_);
  call_ = "ec2 describe-vpcs --regions us-east-1,eu-west-1 --output text";
  server_.inject("eu-west-1/ec2:error=1");
  EXPECT_EQ(go_on("--max-attempts 1").status, 1);
  server_.inject("");
  EXPECT_EQ(go_on().status, 0);
  EXPECT_EQ(read(output_), test::run_shell("$ALOFT " + call_, environment_).out);
}

TEST_F(sweep_state, refuses_what_would_lose_rows) {
  ASSERT_EQ(go_on().status, 0);
  const auto refused = [&](const std::string& why) {
    const auto result = go_on();
    EXPECT_EQ(result.status, 252);
    EXPECT_THAT(result.err, HasSubstr(why));
  };
  write(output_, "");
  refused("append to it (>>), or remove the state");
  call_ = "ec2 describe-vpcs --regions us-east-1,eu-west-1 --output ndjson";
  refused("is the state of another command");
  write(journal_, "{\"a\": 1}\n");
  refused("is no state of a sweep");
  EXPECT_EQ(read(journal_), "{\"a\": 1}\n");
  EXPECT_THAT(run({"ec2", "describe-vpcs", "--state", journal_}).err, HasSubstr("there are none"));
  EXPECT_THAT(run({"ec2", "describe-vpcs", "--regions", "eu-west-1", "--max-items", "1", "--state", home_ + "/s"}).err,
              HasSubstr("--max-items"));
}

TEST_F(sweep_state, says_what_a_sweep_came_to) {
  server_.inject("eu-west-1/ec2:throttle=1x");
  const auto result = run({"ec2", "describe-security-groups", "--regions", "us-east-1,eu-west-1", "--page-size", "5",
                           "--output", "ndjson", "--summary"});
  EXPECT_EQ(result.status, 0);
  EXPECT_THAT(result.err, AllOf(StartsWith("2 of 2 regions, "), HasSubstr(" pages, "),
                                HasSubstr(", 1 retry, 1 throttle, " + std::to_string(result.out.size()) + " bytes, ")));
  EXPECT_THAT(result.err, HasSubstr(", " + std::to_string(result.lines().size()) + " rows"));
  EXPECT_THAT(run({"ec2", "describe-vpcs", "--regions", "us-east-1,eu-west-1"}).err, IsEmpty());
}

TEST_F(sweep_state, rows_of_queries_come_with_their_region) {
  const auto result = run(
      {"ec2", "describe-vpcs", "--regions", "us-east-1,eu-west-1", "--output", "ndjson", "--query", "Vpcs[].VpcId"});
  EXPECT_EQ(result.status, 0);
  for (const auto& line : result.lines()) EXPECT_THAT(line, AllOf(StartsWith("{\"Region\":"), HasSubstr("vpc-")));
  EXPECT_GT(result.lines().size(), 1u);
}

TEST_F(sweep_state, csv_columns_are_those_of_the_model) {
  const auto one = lines_of(out({"ec2", "describe-vpcs", "--region", "eu-west-1", "--output", "csv"}));
  const auto none = lines_of(out({"ec2", "describe-vpcs", "--output", "csv", "--filters", "Name=vpc-id,Values=vpc-0"}));
  EXPECT_EQ(one.at(0), none.at(0));
  EXPECT_EQ(none.size(), 1u);
  EXPECT_THAT(one.at(0), AllOf(HasSubstr(",VpcId,"), HasSubstr(",Tags,"), Not(HasSubstr("Region"))));
}

}  // namespace
}  // namespace aloft::cli
