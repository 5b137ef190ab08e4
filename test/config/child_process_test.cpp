#include "config/providers/child_process.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_future.hpp>

#include <gmock/gmock.h>

#include <unistd.h>

#include <array>
#include <csignal>

namespace aloft::config {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::Not;
using ::testing::Optional;
using namespace std::chrono_literals;

result<process_result> run(std::vector<std::string> words, std::chrono::milliseconds limit = 20s) {
  boost::asio::io_context context;
  auto outcome = boost::asio::co_spawn(context, run_process(std::move(words), limit), boost::asio::use_future);
  context.run();
  return outcome.get();
}

TEST(command_words, as_shells_split_them) {
  EXPECT_THAT(command_words(R"( a  "b c" 'd "e' f\ g "h\"i\\j\k" '' )"),
              Optional(ElementsAre("a", "b c", "d \"e", "f g", "h\"i\\j\\k", "")));
  EXPECT_THAT(command_words("a 'b"), std::nullopt);
  EXPECT_THAT(command_words("  "), Optional(ElementsAre()));
}

TEST(command_words, a_shells_operators_are_for_a_shell) {
  for (const char* line : {"a | b", "a|b", "a > b", "a < b", "a && b", "a; b", "a & b", "a `b`", "a $(b)", "a \"$(b)\"",
                           "a \"`b`\"", "'a' | 'b c'"})
    EXPECT_THAT(command_words(line), Optional(ElementsAre("/bin/sh", "-c", line)));
  for (const char* line : {"a '|' b", "a \"; >\" b", "a '$(b)'", "a \\| b", "a $b", "a \\$(b\\)", "a *"})
    EXPECT_THAT(command_words(line), Optional(Not(Contains("-c")))) << line;
  EXPECT_THAT(command_words("a | 'b"), std::nullopt);
}

TEST(run_process, output_and_status) {
  const auto done = run({"sh", "-c", "echo out; echo err >&2; exit 7"}).value();
  EXPECT_EQ(done.output, "out\n");
  EXPECT_EQ(done.complaint, "err\n");
  EXPECT_EQ(done.status, 7);
}

TEST(run_process, of_complaints_the_end_is_kept_and_nobody_waits_for_a_reader) {
  const auto done =
      run({"sh", "-c", "head -c 3000000 /dev/zero | tr '\\0' x >&2; echo last >&2; sleep 30 >&2 &"}).value();
  EXPECT_EQ(done.complaint.size(), 2048u);
  EXPECT_THAT(done.complaint, EndsWith("xlast\n"));
  EXPECT_EQ(done.status, 0);
}

TEST(run_process, what_a_script_reads_is_not_taken_from_it) {
  std::array<int, 2> ends{};
  ASSERT_EQ(::pipe(ends.data()), 0);
  ASSERT_EQ(::write(ends[1], "mine\n", 5), 5);
  const int before = ::dup(STDIN_FILENO);
  ::dup2(ends[0], STDIN_FILENO);
  ::close(ends[1]);
  const auto done = run({"cat"});
  std::array<char, 8> left{};
  EXPECT_EQ(::read(ends[0], left.data(), left.size()), 5);
  ::dup2(before, STDIN_FILENO);
  ::close(ends[0]);
  ::close(before);
  EXPECT_EQ(done.value().output, "");
}

TEST(run_process, a_child_that_the_program_reaps_itself_is_over) {
  struct sigaction ignore {
  }, before{};
  ignore.sa_handler = SIG_IGN;  // the kernel reaps then
  ::sigaction(SIGCHLD, &ignore, &before);
  const auto done = run({"echo", "out"});
  const auto late = run({"sleep", "30"}, 50ms);
  ::sigaction(SIGCHLD, &before, nullptr);
  EXPECT_EQ(done.value().output, "out\n");
  EXPECT_EQ(late.error().code(), "ProcessTimeout");
}

TEST(run_process, a_hanging_program_is_ended) {
  const auto started = std::chrono::steady_clock::now();
  const auto done = run({"sleep", "30"}, 100ms);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code(), "ProcessTimeout");
  EXPECT_EQ(run({"sh", "-c", "exec >&-; sleep 30"}, 100ms).error().code(), "ProcessTimeout");
  EXPECT_LT(std::chrono::steady_clock::now() - started, 20s);
}

TEST(run_process, too_much_output_and_no_program) {
  EXPECT_EQ(run({"sh", "-c", "head -c 3000000 /dev/zero"}).error().code(), "ProcessOutput");
  EXPECT_EQ(run({"/no/such/program"}).error().code(), "ProcessNotStarted");
}

TEST(run_process, cancelled_by_the_caller) {
  boost::asio::io_context context;
  boost::asio::cancellation_signal stop;
  auto outcome = boost::asio::co_spawn(context, run_process({"sleep", "30"}, 20s),
                                       boost::asio::bind_cancellation_slot(stop.slot(), boost::asio::use_future));
  boost::asio::steady_timer soon{context, 50ms};
  soon.async_wait([&](boost::system::error_code) { stop.emit(boost::asio::cancellation_type::terminal); });
  context.run();
  EXPECT_ANY_THROW(outcome.get().value());
}

}  // namespace
}  // namespace aloft::config
