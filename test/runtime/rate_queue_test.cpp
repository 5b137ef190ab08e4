#include "runtime/rate_queue.hpp"

#include "flow/stepped.hpp"

#include <vector>

namespace aloft::runtime {
namespace {

using namespace std::chrono_literals;
using flow::wait_end;

struct queue : flow::stepped {
  rate_queue line{guard};

  void throttle() {
    for (int i = 0; i < 4; ++i) {
      line.record(false);
      clock.turn(500ms);
    }
    line.record(true);
  }
};

TEST_F(queue, lets_everybody_through_until_the_server_throttles) {
  auto one = start(line.take(flow::steady_time::max()));
  step();
  EXPECT_EQ(one.outcome(), wait_end::done);
}

TEST_F(queue, attempts_go_out_in_the_order_in_which_they_asked) {
  throttle();
  std::vector<flow::started<wait_end>> all;
  for (int i = 0; i < 6; ++i) all.push_back(start(line.take(flow::steady_time::max())));
  step();
  for (int turn = 0; turn < 200; ++turn) {
    this->turn(100ms);
    for (std::size_t i = 1; i < all.size(); ++i) EXPECT_TRUE(!all[i].over() || all[i - 1].over()) << i;
  }
  for (const auto& one : all) EXPECT_TRUE(one.over());
}

TEST_F(queue, one_that_is_cancelled_takes_no_token_and_lets_the_next_one_on) {
  throttle();
  auto drain = start(line.take(flow::steady_time::max()));
  auto first = start(line.take(flow::steady_time::max()));
  auto second = start(line.take(flow::steady_time::max()));
  step();
  first.cancel();
  step();
  for (int i = 0; i < 100 && !second.over(); ++i) turn(100ms);
  EXPECT_EQ(first.outcome(), wait_end::cancelled);
  EXPECT_EQ(second.outcome(), wait_end::done);
}

TEST_F(queue, whoever_would_be_too_late_is_told_at_once) {
  throttle();
  std::vector<flow::started<wait_end>> all;
  for (int i = 0; i < 3; ++i) all.push_back(start(line.take(in(1ms))));
  step();
  turn(1ms);
  EXPECT_EQ(all.back().outcome(), wait_end::deadline);
}

}  // namespace
}  // namespace aloft::runtime
