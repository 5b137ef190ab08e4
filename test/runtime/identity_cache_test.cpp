#include "runtime/identity_cache.hpp"

#include "flow/event.hpp"
#include "support/turned_clock.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/thread_pool.hpp>

#include <gmock/gmock.h>

#include <atomic>

namespace aloft::runtime {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using ::testing::HasSubstr;

class settable_clock final : public clock {
 public:
  std::chrono::system_clock::time_point now() const noexcept override { return at; }
  std::chrono::steady_clock::time_point steady_now() const noexcept override { return {}; }
  std::chrono::system_clock::time_point at{1'800'000'000s};
};

class no_jitter final : public random_source {
 public:
  double next() noexcept override { return 0; }
};

struct recorded_log final : log_sink {
  bool enabled(log_level) const noexcept override { return true; }
  void write(log_level, std::string_view line) noexcept override { lines += std::string{line} + '\n'; }
  std::string lines;
};

/// Gives keys that expire in an hour of the clock, or fails.
class counting_provider final : public credentials_provider {
 public:
  counting_provider(const asio::any_io_executor& executor, const clock& time)
      : gate{flow::watchdog::of(executor)}, time_{time} {}
  std::string_view name() const noexcept override { return "counting"; }
  asio::awaitable<result<credentials>> load() override {
    ++loads;
    if (held) co_await gate.wait();
    if (failing) co_return error{error_kind::credentials, "Refused", "not today"};
    credentials out;
    out.access_key_id = "AKID" + std::to_string(changing ? loads.load() : 1);
    out.expiration = changing ? time_.now() + life : first_ + life;
    co_return out;
  }
  std::atomic<int> loads{0};
  bool failing = false;
  bool held = false;
  bool changing = true;  // false: the same keys each time
  std::chrono::seconds life = 1h;
  flow::event gate;

 private:
  const clock& time_;
  const std::chrono::system_clock::time_point first_ = time_.now();
};

struct identity : ::testing::Test {
  asio::io_context context;
  settable_clock time;
  no_jitter random;
  recorded_log log;
  std::shared_ptr<counting_provider> provider = std::make_shared<counting_provider>(context.get_executor(), time);
  std::shared_ptr<identity_cache> cache = make(context.get_executor());

  std::shared_ptr<identity_cache> make(asio::any_io_executor executor, refresh_policy policy = {}) {
    return std::make_shared<identity_cache>(provider, std::move(executor), time, random, &log, policy);
  }
  std::string get() {
    std::string id;
    asio::co_spawn(context, cache->get(), [&](std::exception_ptr, result<identity_cache::keys> outcome) {
      id = outcome ? (*outcome)->access_key_id : outcome.error().code();
    });
    context.restart();
    context.run();
    return id;
  }
};

TEST_F(identity, is_loaded_once) {
  EXPECT_EQ(cache->at_hand(), nullptr);
  EXPECT_EQ(get(), "AKID1");
  EXPECT_EQ(get(), "AKID1");
  EXPECT_EQ(cache->at_hand()->access_key_id, "AKID1");
  EXPECT_EQ(provider->loads, 1);
}

TEST_F(identity, many_first_callers_share_one_load) {
  provider->held = true;
  int served = 0;
  for (int i = 0; i < 1000; ++i)
    asio::co_spawn(context, cache->get(),
                   [&](std::exception_ptr, result<identity_cache::keys> outcome) { served += outcome ? 1 : 0; });
  asio::post(context, [&] { provider->gate.set(); });
  context.run();
  EXPECT_EQ(served, 1000);
  EXPECT_EQ(provider->loads, 1);
}

TEST_F(identity, a_cancelled_waiter_cancels_nothing) {
  provider->held = true;
  asio::cancellation_signal stop;
  std::string first, second;
  auto note = [](std::string& into) {
    return [&into](std::exception_ptr, result<identity_cache::keys> outcome) {
      into = outcome ? (*outcome)->access_key_id : outcome.error().code();
    };
  };
  auto quiet = [](std::shared_ptr<identity_cache> from) -> asio::awaitable<result<identity_cache::keys>> {
    co_await asio::this_coro::throw_if_cancelled(false);
    co_return co_await from->get();
  };
  asio::co_spawn(context, quiet(cache), asio::bind_cancellation_slot(stop.slot(), note(first)));
  asio::co_spawn(context, quiet(cache), note(second));
  asio::post(context, [&] {
    stop.emit(asio::cancellation_type::terminal);
    asio::post(context, [&] { provider->gate.set(); });
  });
  context.run();
  EXPECT_EQ(first, "Cancelled");
  EXPECT_EQ(second, "AKID1");
  EXPECT_EQ(provider->loads, 1);
}

TEST_F(identity, in_the_advisory_window_everybody_goes_on_while_one_load_runs) {
  get();
  time.at += 46min;  // 14 left
  EXPECT_EQ(cache->at_hand()->access_key_id, "AKID1");
  EXPECT_EQ(cache->at_hand()->access_key_id, "AKID1");
  context.restart();
  context.run();
  EXPECT_EQ(provider->loads, 2);
  EXPECT_EQ(cache->at_hand()->access_key_id, "AKID2");
}

TEST_F(identity, in_the_mandatory_window_everybody_waits) {
  get();
  time.at += 51min;  // 9 left
  EXPECT_EQ(cache->at_hand(), nullptr);
  EXPECT_EQ(get(), "AKID2");
}

TEST_F(identity, a_failed_renewal_keeps_good_keys_and_says_so) {
  get();
  provider->failing = true;
  time.at += 51min;
  EXPECT_EQ(get(), "AKID1");
  EXPECT_THAT(log.lines, HasSubstr("not today"));
  EXPECT_EQ(get(), "AKID1");
  EXPECT_EQ(provider->loads, 2) << "no storm of loads after a failure";
  time.at += 61s;
  get();
  EXPECT_EQ(provider->loads, 3);
  time.at += 9min;
  EXPECT_EQ(get(), "Refused") << "they have expired";
}

TEST_F(identity, a_first_load_that_fails_is_an_error_and_is_tried_again_by_the_next_caller) {
  provider->failing = true;
  EXPECT_EQ(get(), "Refused");
  provider->failing = false;
  EXPECT_EQ(get(), "AKID2");
}

TEST_F(identity, a_load_that_hangs_times_out) {
  aloft::testing::turned_clock clock;
  provider->held = true;
  cache = std::make_shared<identity_cache>(provider, context.get_executor(), clock, random, &log);
  std::string first, hurried;
  auto note = [](std::string& into) {
    return [&into](std::exception_ptr, result<identity_cache::keys> outcome) { into = outcome.error().code(); };
  };
  asio::co_spawn(context, cache->get(), note(first));
  asio::co_spawn(context, cache->get(clock.steady_now() + 1s), note(hurried));
  context.poll();
  clock.turn(1s);
  context.poll();
  EXPECT_EQ(hurried, "AttemptTimeout") << "callers have limits of their own";
  EXPECT_EQ(first, "");
  clock.turn(59s);
  context.poll();
  EXPECT_EQ(first, "CredentialsTimeout");
}

TEST_F(identity, short_lived_keys_are_not_loaded_for_every_call) {
  provider->life = 5min;
  for (int i = 0; i < 5; ++i) EXPECT_EQ(get(), "AKID1");
  EXPECT_EQ(provider->loads, 1);
  time.at += 3min;  // half of their life is over
  EXPECT_EQ(get(), "AKID1");
  EXPECT_EQ(provider->loads, 2) << "in the background";
  EXPECT_EQ(get(), "AKID2");
  time.at += 4min + 10s;  // a fifth is left
  EXPECT_EQ(get(), "AKID3");
}

TEST_F(identity, keys_that_come_back_unchanged_are_not_asked_for_again_at_once) {
  provider->changing = false;
  get();
  time.at += 55min;
  for (int i = 0; i < 5; ++i) EXPECT_EQ(get(), "AKID1");
  EXPECT_EQ(provider->loads, 2);
  time.at += 61s;
  get();
  EXPECT_EQ(provider->loads, 3);
}

TEST_F(identity, threads) {
  asio::thread_pool pool{4};
  cache = make(pool.get_executor());
  std::atomic<int> served{0};
  for (int i = 0; i < 2000; ++i)
    asio::co_spawn(pool, cache->get(),
                   [&](std::exception_ptr, result<identity_cache::keys> outcome) { served += outcome ? 1 : 0; });
  pool.join();
  EXPECT_EQ(served, 2000);
  EXPECT_EQ(provider->loads, 1);
}

}  // namespace
}  // namespace aloft::runtime
