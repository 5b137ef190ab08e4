// Identities that are renewed, judged by servers that look at the age of a session token.
#include "referee/library/scenario.hpp"

#include <aloft/clock.hpp>
#include <aloft/gather.hpp>

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <atomic>
#include <set>
#include <vector>

namespace aloft::referee {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

/// The system's time, moved on at will.
class movable_clock final : public clock {
 public:
  std::chrono::system_clock::time_point now() const noexcept override {
    return std::chrono::system_clock::now() + std::chrono::seconds{ahead_.load()};
  }
  std::chrono::steady_clock::time_point steady_now() const noexcept override {
    return std::chrono::steady_clock::now();
  }
  void advance(std::chrono::seconds by) noexcept { ahead_ += by.count(); }

 private:
  std::atomic<std::int64_t> ahead_{0};
};

asio::awaitable<std::string> key_of(session who) {
  const credentials keys = co_await who.credentials();
  co_return keys.access_key_id;
}

asio::awaitable<void> pass(std::chrono::milliseconds time) {
  asio::steady_timer timer{co_await asio::this_coro::executor, time};
  co_await timer.async_wait(asio::use_awaitable);
}

// The server's clock is the judge here: keys of three seconds are refused afterwards, so each call needs new ones.
asio::awaitable<void> roles(session from) {
  assume_role_options options;
  options.duration = 3s;
  const session role = from.assume_role("arn:aws:iam::000000000000:role/reader", options);
  const client sqs = role.client("sqs");
  std::set<std::string> keys;
  for (int turn = 0; turn < 2; ++turn) {
    if (turn > 0) co_await pass(3500ms);
    const response listed = co_await sqs.call("list_queues");
    expect_equal("status", 200, listed.metadata().http_status);
    const std::string key = co_await key_of(role);
    keys.insert(key);
  }
  expect_equal("different keys", 2u, keys.size());
}

asio::awaitable<void> instance(session from) {
  movable_clock time;
  session_options options;
  options.clock = &time;
  const session who{from.get_executor(), options};
  const std::string first = co_await key_of(who);
  const std::string again = co_await key_of(who);
  expect_equal("key while it is good", first, again);
  time.advance(2h);
  std::vector<int> callers(1000);
  const auto ask = [&](int) { return key_of(who); };
  const auto keys = co_await gather(callers, ask, {.limit = 1000});
  const std::set<std::string> different{keys.begin(), keys.end()};
  expect_equal("keys after they expired", 1u, different.size());
  expect("they are new", different.count(first) == 0);
}

const scenario of_roles{"identity-renewal", roles};
const scenario of_instance{"metadata-renewal", instance};

}  // namespace
}  // namespace aloft::referee
