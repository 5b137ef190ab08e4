#include "http/pool.hpp"

#include <gtest/gtest.h>

namespace aloft::http {
namespace {

using namespace std::chrono_literals;
using kind = grant::kind;

class pool_decisions : public ::testing::Test {
 protected:
  grant ask(const origin& to, steady_time now = {}) { return decide->ask(decide->line(to), now, closing); }
  connection_ptr made(const origin& to) {
    grant permission = ask(to);
    EXPECT_EQ(permission.what, kind::connect);
    decide->connected(*permission.which, true);
    return std::move(permission.which);
  }
  void close(connection_ptr c) {
    origin_line& home = *c->line;
    if (c->connecting) decide->connected(*c, false);
    c.reset();
    decide->gone(home);
  }

  void limit_to(pool_limits limits) { decide = std::make_unique<pool>(limits); }

  const origin a{"http", "a", 80}, b{"http", "b", 80}, secure{"https", "s", 443};
  std::vector<connection_ptr> closing;
  std::unique_ptr<pool> decide = std::make_unique<pool>(pool_limits{});
};

TEST_F(pool_decisions, the_youngest_serves_first) {
  auto first = made(a), second = made(a);
  connection* const youngest = second.get();
  EXPECT_EQ(decide->give_back(std::move(first), steady_time{1s}), nullptr);
  EXPECT_EQ(decide->give_back(std::move(second), steady_time{2s}), nullptr);
  const auto given = ask(a, steady_time{2s});
  EXPECT_EQ(given.what, kind::reuse);
  EXPECT_EQ(given.which.get(), youngest);
}

TEST_F(pool_decisions, what_is_old_is_closed) {
  decide->give_back(made(a), steady_time{2s});
  EXPECT_EQ(ask(a, steady_time{52s}).what, kind::connect);
  EXPECT_EQ(closing.size(), 1U);
  EXPECT_EQ(decide->open(), 1U);
}

TEST_F(pool_decisions, what_is_old_is_closed_though_nobody_asks) {
  auto first = made(a), second = made(b), third = made(a);
  decide->give_back(std::move(first), steady_time{1s});
  decide->give_back(std::move(second), steady_time{2s});
  decide->give_back(std::move(third), steady_time{3s});
  EXPECT_EQ(decide->close_old(steady_time{50s}, closing), steady_time{51s});
  EXPECT_EQ(closing.size(), 0U);
  EXPECT_EQ(decide->close_old(steady_time{52s}, closing), steady_time{53s});
  EXPECT_EQ(closing.size(), 2U);
  EXPECT_EQ(decide->close_old(steady_time{53s}, closing), std::nullopt);
  EXPECT_EQ(decide->open(), 0U);
}

TEST_F(pool_decisions, whoever_waits_longest_gives_way_whatever_its_origin) {
  auto first = made(a), second = made(b);
  connection* const oldest = second.get();
  decide->give_back(std::move(second), steady_time{1s});
  decide->give_back(std::move(first), steady_time{2s});
  EXPECT_TRUE(decide->close_oldest(closing));
  EXPECT_EQ(closing.front().get(), oldest);
  EXPECT_TRUE(decide->close_oldest(closing));
  EXPECT_FALSE(decide->close_oldest(closing));
  EXPECT_EQ(decide->open(), 0U);
}

TEST_F(pool_decisions, origins_do_not_share) {
  decide->give_back(made(a), {});
  EXPECT_EQ(ask(b).what, kind::connect);
}

TEST_F(pool_decisions, the_limit_per_origin_makes_a_line) {
  limit_to({.per_origin = 2});
  auto first = made(a), second = made(a);
  EXPECT_EQ(ask(a).what, kind::wait);
  close(std::move(first));
  EXPECT_EQ(ask(a).what, kind::connect);
}

TEST_F(pool_decisions, the_limit_in_all_takes_an_idle_connection_from_another_origin) {
  limit_to({.in_all = 2});
  auto busy = made(a), unused = made(a);
  EXPECT_EQ(ask(b).what, kind::wait) << "both are in use";
  decide->give_back(std::move(unused), {});
  EXPECT_EQ(ask(b).what, kind::connect);
  EXPECT_EQ(closing.size(), 1U);
  EXPECT_EQ(decide->open(), 2U);
}

TEST_F(pool_decisions, the_first_handshake_goes_alone) {
  auto first = ask(secure);
  EXPECT_EQ(first.what, kind::connect);
  EXPECT_EQ(ask(secure).what, kind::wait);
  decide->connected(*first.which, true);
  std::vector<grant> more;
  for (int i = 0; i < 16; ++i) {
    more.push_back(ask(secure));
    EXPECT_EQ(more.back().what, kind::connect) << i;
  }
  EXPECT_EQ(ask(secure).what, kind::wait);
  close(std::move(more.back().which));
  EXPECT_EQ(ask(secure).what, kind::connect) << "after a failure nobody waits for the failures of others";
  EXPECT_EQ(ask(secure).what, kind::connect);
}

TEST_F(pool_decisions, nothing_is_kept_when_not_pooled) {
  limit_to({.keep = false});
  EXPECT_NE(decide->give_back(made(a), {}), nullptr);
}

TEST_F(pool_decisions, origins_without_connections_are_forgotten) {
  for (int i = 0; i < 1000; ++i) close(made({"http", "host" + std::to_string(i), 80}));
  EXPECT_EQ(decide->open(), 0U);
  EXPECT_EQ(decide->opened(), 1000U);
  EXPECT_LE(decide->origins(), 257U);
}

}  // namespace
}  // namespace aloft::http
