#include "http/thread_resolver.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <latch>
#include <thread>

namespace aloft::http {
namespace {

using namespace std::chrono_literals;

addresses wait_for(resolver& from, std::string name) {
  std::promise<addresses> promise;
  auto answer = promise.get_future();
  from.lookup(std::move(name), [&](addresses found) { promise.set_value(std::move(found)); });
  return answer.get();
}

TEST(thread_resolver, asks_the_system) {
  thread_resolver names;
  const auto found = wait_for(names, "localhost");
  ASSERT_TRUE(found);
  EXPECT_TRUE(found->front().is_loopback());
  const auto missing = wait_for(names, "no-such-host.invalid");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code(), "UnknownHost");
}

TEST(thread_resolver, grows_to_its_limit_and_shrinks_when_idle) {
  std::atomic<int> asked{0}, running{0}, most{0};
  std::latch four{4};  // the first four names are asked for at once
  thread_resolver_options options;
  options.max_threads = 4;
  options.linger = 20ms;
  options.ask = [&](const std::string&) -> addresses {
    const int now = ++running;
    for (int seen = most; seen < now && !most.compare_exchange_weak(seen, now);) {
    }
    if (++asked <= 4) four.arrive_and_wait();
    --running;
    return std::vector<boost::asio::ip::address>{boost::asio::ip::make_address("127.0.0.1")};
  };
  thread_resolver names{options};
  EXPECT_EQ(names.threads(), 0U);
  std::latch done{12};
  for (int i = 0; i < 12; ++i) names.lookup(std::to_string(i), [&](addresses) { done.count_down(); });
  done.wait();
  EXPECT_EQ(most, 4);
  while (names.threads() > 0) std::this_thread::yield();  // for ever where they stay
}

}  // namespace
}  // namespace aloft::http
