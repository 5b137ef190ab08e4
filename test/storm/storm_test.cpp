// Short storms: the same weather every time, in rounds small enough for a test.

#include "storm/storm.hpp"

#include <gtest/gtest.h>

#include <iostream>

namespace aloft::storm {
namespace {

void expect_calm(const outcome& came) {
  if (!came.found.none()) came.found.print(std::cout);
  for (const auto& [kind, cases] : came.found.all()) ADD_FAILURE() << cases.size() << " times: " << kind;
  EXPECT_GT(came.strays, 0U) << "the weather was too fine to prove anything";
  EXPECT_GT(came.found.fine(), came.found.calls() / 2);
  EXPECT_GT(came.found.cancelled(), 0U);
}

options weather(std::uint64_t seed) {
  options out;
  out.seed = seed;
  out.rounds = 2;
  out.time = std::chrono::minutes{10};
  out.calls = 1'500;
  out.in_flight = 300;
  return out;
}

TEST(storm, one_thread) { expect_calm(run(weather(1))); }

TEST(storm, four_threads) {
  options how = weather(2);
  how.threads = 4;
  expect_calm(run(how));
}

TEST(storm, tls) {
  options how = weather(3);
  how.tls = true;
  expect_calm(run(how));
}

TEST(storm, contexts_dropped_in_mid_flight_leave_nothing) {
  options how = weather(4);
  how.rounds = 30;
  how.in_flight = 60;
  const outcome came = drop_contexts(how);
  for (const auto& [kind, cases] : came.found.all()) ADD_FAILURE() << cases.size() << " times: " << kind;
  EXPECT_LT(came.heap_at_end, came.heap_before + 30 * 1024) << "a kilobyte a round, after " << came.heap_before;
}

}  // namespace
}  // namespace aloft::storm
