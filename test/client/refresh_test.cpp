// One identity, thousands of calls, keys that expire among them.
#include "aloft/timestamp.hpp"
#include "client/fixture.hpp"

#include <boost/asio/thread_pool.hpp>

#include <functional>
#include <future>
#include <map>

namespace aloft {
namespace {

using namespace aloft::testing;

constexpr int calls = 10'000;

class settable_clock final : public clock {
 public:
  std::chrono::system_clock::time_point now() const noexcept override {
    return std::chrono::system_clock::time_point{std::chrono::seconds{seconds_.load()}};
  }
  std::chrono::steady_clock::time_point steady_now() const noexcept override {
    return std::chrono::steady_clock::now();
  }
  void advance(std::chrono::seconds by) noexcept { seconds_ += by.count(); }

 private:
  std::atomic<std::int64_t> seconds_{1'800'000'000};
};

/// STS and EC2 at one address: hands out keys that are good for an hour, "ROLE1", "ROLE2", …, and counts who called.
class cloud {
 public:
  explicit cloud(const settable_clock& time) : time_{time} {}

  scripted_server::script script() {
    return [this](peer& client) {
      for (;;) {
        const std::string request = client.read_request();
        if (request.empty()) return;
        const bool assume = request.find("Action=AssumeRole") != std::string::npos;
        if (assume) client.pause(20ms);  // time for others to come
        client.write(answer(200, assume ? new_keys() : two_regions));
        if (!assume) note(request);
      }
    };
  }
  int refreshes() const { return refreshes_; }
  std::map<std::string, int> calls_by_key() const {
    std::lock_guard lock{mutex_};
    return calls_;
  }
  /// Once that many calls of EC2 were answered.
  void after(int calls_served, std::function<void()> action) {
    std::lock_guard lock{mutex_};
    action_at_ = calls_served;
    action_ = std::move(action);
  }

 private:
  std::string new_keys() {
    const auto until = timestamp::from(time_.now() + 1h);
    return "<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ROLE" + std::to_string(++refreshes_) +
           "</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>" +
           format_timestamp(until, timestamp_format::date_time) +
           "</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>";
  }
  void note(const std::string& request) {
    const std::string_view before = "Credential=";
    const auto at = request.find(before) + before.size();
    std::lock_guard lock{mutex_};
    ++calls_[request.substr(at, request.find('/', at) - at)];
    if (++served_ == action_at_) action_();
  }

  const settable_clock& time_;
  std::atomic<int> refreshes_{0};
  mutable std::mutex mutex_;
  std::map<std::string, int> calls_;
  int served_ = 0;
  int action_at_ = 0;
  std::function<void()> action_;
};

struct refresh : ::testing::Test {
  settable_clock time;
  cloud aws{time};
  scripted_server server{aws.script()};
  asio::thread_pool threads{4};
  client ec2 = role().client("ec2");

  session role() {
    auto options = options_for(server);
    options.clock = &time;
    options.max_connections_per_origin = 32;  // each is a thread of the server
    options.max_attempts = 1;
    return session{threads.get_executor(), options}.assume_role("arn:aws:iam::123456789012:role/load");
  }
  /// Starts that many calls at once, waits for all, and gives how many went well.
  int call(int count) {
    std::atomic<int> good{0}, left{count};
    std::promise<void> done;
    for (int i = 0; i < count; ++i)
      asio::co_spawn(threads, ec2.try_call("describe_regions"),
                     [&](std::exception_ptr failure, result<response> outcome) {
                       if (!failure && outcome) ++good;
                       if (--left == 0) done.set_value();
                     });
    done.get_future().wait();
    return good;
  }
};

TEST_F(refresh, ten_thousand_calls_that_find_expired_keys_renew_them_once) {
  ASSERT_EQ(call(1), 1);
  ASSERT_EQ(aws.refreshes(), 1);
  time.advance(2h);
  EXPECT_EQ(call(calls), calls);
  EXPECT_EQ(aws.refreshes(), 2);
  EXPECT_EQ(aws.calls_by_key(), (std::map<std::string, int>{{"ROLE1", 1}, {"ROLE2", calls}}));
}

TEST_F(refresh, keys_that_expire_under_way_are_renewed_once) {
  ASSERT_EQ(call(1), 1);
  aws.after(calls / 2, [&] { time.advance(2h); });
  EXPECT_EQ(call(calls), calls);
  EXPECT_EQ(aws.refreshes(), 2);
  const auto by_key = aws.calls_by_key();
  EXPECT_EQ(by_key.size(), 2u);
  EXPECT_LE(by_key.at("ROLE1"), calls / 2 + 40) << "but for those on their way, calls that stood in line have new keys";
}

TEST_F(refresh, in_the_advisory_window_nobody_waits) {
  ASSERT_EQ(call(1), 1);
  time.advance(47min);  // with a minute of jitter still above the ten that make callers wait
  EXPECT_EQ(call(calls), calls);
  EXPECT_GT(aws.calls_by_key().at("ROLE1"), 1) << "the old keys were used on";
  for (int i = 0; i < 1000 && aws.calls_by_key().count("ROLE2") == 0; ++i) EXPECT_EQ(call(1), 1);
  EXPECT_EQ(aws.calls_by_key().count("ROLE2"), 1u) << "the new ones are used as soon as they are there";
  EXPECT_EQ(aws.refreshes(), 2);
}

TEST_F(refresh, thousands_of_sessions_renew_their_own_keys_only) {
  std::vector<client> clients;
  auto options = options_for(server);
  options.clock = &time;
  options.max_connections_per_origin = 32;
  session parent{threads.get_executor(), options};
  constexpr int sessions = 1'000;
  for (int i = 0; i < sessions; ++i)
    clients.push_back(parent.assume_role("arn:aws:iam::123456789012:role/load" + std::to_string(i)).client("ec2"));
  std::atomic<int> good{0}, left{2 * sessions};
  std::promise<void> done;
  for (const client& one : clients)
    for (int twice = 0; twice < 2; ++twice)
      asio::co_spawn(threads, one.try_call("describe_regions"),
                     [&](std::exception_ptr failure, result<response> outcome) {
                       if (!failure && outcome) ++good;
                       if (--left == 0) done.set_value();
                     });
  done.get_future().wait();
  EXPECT_EQ(good, 2 * sessions);
  EXPECT_EQ(aws.refreshes(), sessions);
  EXPECT_LE(server.connections(), 40);
}

}  // namespace
}  // namespace aloft
