#include "config/providers/child_process.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_future.hpp>

#include <gmock/gmock.h>

namespace aloft::config {
namespace {

using ::testing::ElementsAre;
using ::testing::Optional;
using namespace std::chrono_literals;

result<process_result> run(std::vector<std::string> words, std::chrono::milliseconds limit = 20s) {
  boost::asio::io_context context;
  auto outcome = boost::asio::co_spawn(context, run_process(std::move(words), limit), boost::asio::use_future);
  context.run();
  return outcome.get();
}

TEST(shell_words, as_shells_split_them) {
  EXPECT_THAT(shell_words(R"( a  "b c" 'd "e' f\ g "h\"i\\j\k" '' )"),
              Optional(ElementsAre("a", "b c", "d \"e", "f g", "h\"i\\j\\k", "")));
  EXPECT_THAT(shell_words("a 'b"), std::nullopt);
  EXPECT_THAT(shell_words("  "), Optional(ElementsAre()));
}

TEST(run_process, output_and_status) {
  const auto done = run({"sh", "-c", "echo out; echo err >&2; exit 7"}).value();
  EXPECT_EQ(done.output, "out\n");
  EXPECT_EQ(done.status, 7);
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
