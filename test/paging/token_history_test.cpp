#include "paging/token_history.hpp"

#include <gtest/gtest.h>

#include <string>

namespace aloft::paging {
namespace {

/// How many tokens it takes to see the circle that begins after `before` tokens and has `length` of them.
std::size_t tokens_until_seen(std::size_t before, std::size_t length) {
  token_history history;
  for (std::size_t i = 0;; ++i)
    if (history.seen(std::to_string(i < before ? i : before + (i - before) % length))) return i + 1;
}

TEST(TokenHistory, SeesCirclesAtTheirFirstRepetition) {
  for (const std::size_t before : {0u, 1u, 7u, 5'000u})
    for (const std::size_t length : {1u, 2u, 3u, 1'000u})
      EXPECT_EQ(tokens_until_seen(before, length), before + length + 1);
}

TEST(TokenHistory, SeesEveryCircleInBoundedTimeWhereItRemembersLittle) {
  const auto kept = token_history::most_kept;
  EXPECT_EQ(tokens_until_seen(kept - 1, 2), kept + 2) << "one of the two is remembered";
  for (const std::size_t length : {1u, 2u, 3u, 1'000u, 100'000u}) {
    const auto before = kept + 12'345;
    EXPECT_LE(tokens_until_seen(before, length), before + 3 * (length + 12'345) + 3) << length;
  }
}

}  // namespace
}  // namespace aloft::paging
