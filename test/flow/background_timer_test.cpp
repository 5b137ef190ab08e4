#include "flow/background_timer.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <memory>

namespace aloft::flow {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

TEST(background_timer, rings_while_the_loop_has_something_else_to_do) {
  asio::io_context context;
  background_timer timer{asio::make_strand(context)};
  int rung = 0;
  asio::steady_timer work{context, 1h};
  work.async_wait([](auto) {});
  timer.start(1ms, [&] {
    ++rung;
    timer.start(1ms, [&] {
      ++rung;
      work.cancel();
    });
  });
  context.run();
  EXPECT_EQ(rung, 2);
}

TEST(background_timer, lets_a_loop_end_that_has_nothing_else_to_do_and_is_still_there_when_it_runs_again) {
  asio::io_context context;
  background_timer timer{context.get_executor()};
  bool rung = false;
  timer.start(1ms, [&] { rung = true; });
  EXPECT_EQ(context.run(), 1U) << "only what starts the timer";
  EXPECT_FALSE(rung);
  asio::steady_timer work{context, 20ms};
  work.async_wait([](auto) {});
  context.restart();
  EXPECT_EQ(context.run(), 2U);
  EXPECT_TRUE(rung);
  asio::post(context, [] {});
  context.restart();
  EXPECT_EQ(context.run(), 1U) << "the count of work is what it was";
}

TEST(background_timer, goes_with_its_context_or_before_it) {
  auto context = std::make_unique<asio::io_context>();
  auto outlives = std::make_unique<background_timer>(context->get_executor());
  outlives->start(1h, [] { ADD_FAILURE(); });
  {
    background_timer gone{context->get_executor()};
    gone.start(1h, [] { ADD_FAILURE(); });
  }
  context->run();
  context.reset();
  outlives.reset();
}

TEST(background_timer, never_rings_where_work_cannot_be_told) {
  asio::thread_pool threads{1};
  background_timer timer{threads.get_executor()};
  timer.start(0ms, [] { ADD_FAILURE(); });
  threads.join();
}

}  // namespace
}  // namespace aloft::flow
