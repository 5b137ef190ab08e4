// Short storms: the same weather every time. `make storm` is the long form.

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

void expect_bad_weather(const outcome& came) {
  EXPECT_GT(came.strays, 0U) << "the weather was too fine to prove anything";
  EXPECT_GT(came.found.fine(), came.found.calls() / 4);
  EXPECT_GT(came.found.cancelled(), 0U);
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

void storm_of(const options& how) {
  const outcome came = run(how);
  expect_calm(came);
  expect_bad_weather(came);
  EXPECT_EQ(came.found.calls(), how.rounds * how.calls);
}

TEST(storm, one_thread) { storm_of(weather(1)); }

TEST(storm, four_threads) {
  options how = weather(2);
  how.threads = 4;
  storm_of(how);
}

TEST(storm, tls) {
  options how = weather(3);
  how.tls = true;
  storm_of(how);
}

TEST(storm, contexts_dropped_in_mid_flight_leave_nothing) {
  options how = weather(4);
  how.rounds = 30;
  how.in_flight = 60;
  expect_calm(drop_contexts(how));
}

}  // namespace
}  // namespace aloft::storm
