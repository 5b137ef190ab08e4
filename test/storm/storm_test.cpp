// What a storm leaves behind when its contexts go in the middle of it. Storms themselves are `make storm`'s: now and
// then they find a cancellation that was lost, which a test must not leave to chance.

#include "storm/storm.hpp"

#include <gtest/gtest.h>

#include <iostream>

namespace aloft::storm {
namespace {

void expect_calm(const outcome& came) {
  if (!came.found.none()) came.found.print(std::cout);
  for (const auto& [kind, cases] : came.found.all()) ADD_FAILURE() << cases.size() << " times: " << kind;
  EXPECT_EQ(came.sockets_left, 0U);
}

options weather(std::uint64_t seed) {
  options out;
  out.seed = seed;
  out.rounds = 2;
  out.time = std::chrono::minutes{10};
  out.calls = 2'500;
  out.in_flight = 300;
  return out;
}

TEST(storm, contexts_dropped_in_mid_flight_leave_nothing) {
  options how = weather(4);
  how.rounds = 30;
  how.in_flight = 60;
  expect_calm(drop_contexts(how));
}

}  // namespace
}  // namespace aloft::storm
