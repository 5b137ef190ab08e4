// What people see at a terminal.

#include "cloud_fixture.hpp"

#include <pty.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <sstream>

namespace aloft::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

local::server_options slow_and_full() {
  local::server_options options;
  options.latency = std::chrono::milliseconds{300};  // two answers are enough for a progress line
  options.seed = true;
  return options;
}

struct terminal : test::cloud {
  terminal() : cloud{slow_and_full()} { environment_["TERM"] = "xterm"; }

  void SetUp() override {
    int file = -1, other = -1;
    if (::openpty(&file, &other, nullptr, nullptr, nullptr) != 0)
      GTEST_SKIP() << "no pseudo-terminal can be had: " << std::strerror(errno);
    ::close(file);
    ::close(other);
  }

  /// All that a terminal of so many columns shows.
  std::string shown(std::vector<std::string> words, unsigned short columns) {
    words.insert(words.begin(), ALOFT_PROGRAM);
    winsize size{};
    size.ws_col = columns;
    size.ws_row = 24;
    int file = -1;
    const pid_t process = ::forkpty(&file, nullptr, nullptr, &size);
    if (process < 0) {
      ADD_FAILURE() << "forkpty: " << std::strerror(errno);
      return {};
    }
    if (process == 0) {
      ::clearenv();
      for (const auto& [name, value] : environment_) ::setenv(name.c_str(), value.c_str(), 1);
      std::vector<char*> pointers;
      for (auto& word : words) pointers.push_back(word.data());
      pointers.push_back(nullptr);
      ::execv(pointers[0], pointers.data());
      ::_exit(99);
    }
    std::string seen;
    char piece[4096];
    for (ssize_t count = 0; (count = ::read(file, piece, sizeof piece)) > 0;)
      seen.append(piece, static_cast<std::size_t>(count));
    int status = 0;
    ::waitpid(process, &status, 0);
    ::close(file);
    EXPECT_EQ(status, 0) << seen;
    return seen;
  }
};

TEST_F(terminal, progress_never_stands_before_an_answer) {
  const auto seen = shown({"ec2", "describe-vpcs", "--regions", "all", "--concurrency", "4", "--color", "off"}, 120);
  std::size_t lines = 0;
  const std::string progress = " regions (";
  for (auto at = seen.find(progress); at != std::string::npos; at = seen.find(progress, at + 1)) {
    ++lines;
    EXPECT_EQ(seen.substr(seen.find(')', at) + 1, 4), "\r\x1b[K");
  }
  EXPECT_GT(lines, 0u) << seen;
  EXPECT_THAT(seen, HasSubstr(" rows, "));  // what it all came to
}

TEST_F(terminal, tables_fit) {
  for (const unsigned short columns : {80, 160}) {
    const auto seen = shown({"ec2", "describe-instances", "--output", "table", "--color", "off"}, columns);
    EXPECT_THAT(seen, AllOf(StartsWith("InstanceId "), HasSubstr("running"), HasSubstr("t3.medium"),
                            HasSubstr("i-05889a0179acb4a2d")));
    std::istringstream lines{seen};
    for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), columns + 1u) << line;
  }
}

TEST_F(terminal, colours_and_none) {
  EXPECT_THAT(shown({"ec2", "describe-vpcs", "--output", "table"}, 80), HasSubstr("\x1b[1m"));
  environment_["NO_COLOR"] = "1";
  EXPECT_THAT(shown({"ec2", "describe-vpcs", "--output", "table"}, 80), Not(HasSubstr("\x1b[1m")));
}

TEST_F(terminal, pagers) {
  environment_["PAGER"] = "sed s/^/paged:/";
  EXPECT_THAT(shown({"ec2", "describe-vpcs", "help"}, 80), StartsWith("paged:aloft ec2 describe-vpcs"));
  EXPECT_THAT(shown({"ec2", "describe-vpcs", "--output", "text"}, 80), StartsWith("VPCS"));
  environment_["AWS_PAGER"] = "sed s/^/answer:/";
  EXPECT_THAT(shown({"ec2", "describe-vpcs", "--output", "text"}, 80), StartsWith("answer:VPCS"));
  EXPECT_THAT(shown({"ec2", "describe-vpcs", "--output", "text", "--no-cli-pager"}, 80), StartsWith("VPCS"));
  environment_["AWS_PAGER"] = "";
  EXPECT_THAT(shown({"ec2", "describe-vpcs", "help"}, 80), StartsWith("aloft ec2"));
  environment_["AWS_PAGER"] = "no-such-pager 2>/dev/null";
  EXPECT_THAT(shown({"ec2", "describe-vpcs", "help"}, 80), StartsWith("aloft ec2"));
}

TEST_F(terminal, of_eight_columns) {
  EXPECT_THAT(shown({"ec2", "describe-vpcs", "--output", "table", "--color", "off"}, 8), HasSubstr("vpc-"));
}

}  // namespace
}  // namespace aloft::cli
