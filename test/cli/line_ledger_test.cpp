#include "cli/command/logs/line_ledger.hpp"

#include <gtest/gtest.h>

namespace aloft::cli {
namespace {

log_line line(std::int64_t time, std::string message) { return {"g", "s", std::move(message), time}; }

TEST(LineLedger, ALineOfBothSourcesIsShownOnce) {
  line_ledger ledger;
  EXPECT_TRUE(ledger.live(line(1, "a")));
  EXPECT_FALSE(ledger.read(line(1, "a")));
  EXPECT_TRUE(ledger.read(line(1, "b")));
  EXPECT_FALSE(ledger.live(line(1, "b")));
}

TEST(LineLedger, EqualLinesAreDifferentOnes) {
  line_ledger ledger;
  EXPECT_TRUE(ledger.read(line(1, "a")));
  EXPECT_TRUE(ledger.read(line(1, "a")));
  EXPECT_FALSE(ledger.live(line(1, "a")));
  EXPECT_FALSE(ledger.live(line(1, "a")));
  EXPECT_TRUE(ledger.live(line(1, "a")));
}

TEST(LineLedger, WhatIsReadAgainIsNotShownAgain) {
  line_ledger ledger;
  EXPECT_TRUE(ledger.read(line(1, "a")));
  ledger.read_again();
  EXPECT_FALSE(ledger.read(line(1, "a")));
  EXPECT_TRUE(ledger.read(line(1, "a")));
}

TEST(LineLedger, ForgetsWhatIsOldAndKnowsTheNewest) {
  line_ledger ledger;
  EXPECT_EQ(ledger.newest(), 0);
  ledger.read(line(1, "a"));
  ledger.read(line(5, "b"));
  ledger.forget_before(5);
  EXPECT_EQ(ledger.newest(), 5);
  EXPECT_TRUE(ledger.live(line(1, "a")));
  EXPECT_FALSE(ledger.live(line(5, "b")));
}

}  // namespace
}  // namespace aloft::cli
