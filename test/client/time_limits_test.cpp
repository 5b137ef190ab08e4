// An operation_timeout of 200 ms against everything that can keep a call: it ends within 250 ms, and says why.

#include "aloft/resolver.hpp"
#include "client/turned_session.hpp"
#include "flow/event.hpp"

#include <stdexcept>

namespace aloft {
namespace {

using namespace aloft::testing;

constexpr auto timed_out = "timeout: OperationTimeout";

/// Gives what the test lets it, and may be deaf to cancellation.
struct stalling_source final : body_source {
  stalling_source(const asio::any_io_executor& executor, bool heeds)
      : never{flow::watchdog::of(executor)}, heeds_cancellation{heeds} {}
  std::optional<std::uint64_t> size() const noexcept override { return 100; }
  asio::awaitable<result<std::string_view>> read() override {
    ++reads;
    co_await asio::this_coro::throw_if_cancelled(false);
    if (heeds_cancellation)
      co_await never.wait();
    else
      co_await never.wait_shielded();
    co_return error{error_kind::cancelled, "Cancelled", "stopped"};
  }
  bool rewind() override { return reads == 0; }
  flow::event never;
  const bool heeds_cancellation;
  int reads = 0;
};

struct throwing_source final : body_source {
  std::optional<std::uint64_t> size() const noexcept override { return 5; }
  asio::awaitable<result<std::string_view>> read() override {
    co_await asio::this_coro::executor;
    throw std::runtime_error{"disk on fire"};
  }
  bool rewind() override { return true; }
};

struct time_limits : turned_session {
  std::atomic<int> requests{0};
  scripted_server silent{[this](peer& client) {
    while (!client.read_request().empty()) ++requests;
  }};
  static call_options with_limit() {
    call_options how;
    how.operation_timeout = 200ms;
    return how;
  }
  running_call describe(const session& by) {
    return start(by.client("ec2").try_call("describe_regions", {}, with_limit()));
  }
  running_call put(const session& by, request_body body) {
    auto how = with_limit();
    how.body = std::move(body);
    return start(by.client("s3").try_call("put_object", {{"Bucket", "b"}, {"Key", "k"}}, how));
  }
};

TEST_F(time_limits, a_credential_process_that_sleeps) {
  home.config("[default]\ncredential_process = sleep 1000\n");
  const session by{context.get_executor(), options()};
  auto call = describe(by);
  EXPECT_EQ(outcome_at_its_limit(call), timed_out);
}

TEST_F(time_limits, a_silent_sts) {
  home.config(
      "[profile base]\naws_access_key_id = B\naws_secret_access_key = s\n"
      "[default]\nrole_arn = arn:aws:iam::123456789012:role/r\nsource_profile = base\n");
  home.services_at(silent);
  const session by{context.get_executor(), options()};
  auto call = describe(by);
  run_until([&] { return requests > 0; });
  EXPECT_EQ(outcome_at_its_limit(call), timed_out);
}

TEST_F(time_limits, a_source_that_stalls) {
  for (const bool heeds : {true, false}) {
    const session by{context.get_executor(), options(silent)};
    auto source = std::make_shared<stalling_source>(context.get_executor(), heeds);
    auto call = put(by, request_body::source(source));
    run_until([&] { return source->reads > 0; });
    EXPECT_EQ(outcome_at_its_limit(call), timed_out) << heeds;
  }
}

TEST_F(time_limits, a_fifo_that_nobody_writes_to) {
  const std::string path = home.path("fifo");
  ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
  const session by{context.get_executor(), options(silent)};
  auto how = with_limit();
  how.body = request_body::file(path);
  auto call = start(by.client("lambda").try_call("invoke", {{"FunctionName", "f"}}, how));
  const auto outcome = outcome_at_its_limit(call);
  EXPECT_TRUE(outcome == timed_out || outcome.find("Body") != std::string::npos) << outcome;
}

TEST_F(time_limits, the_digest_of_ten_gigabytes) {
  const std::string path = home.path("large");
  home.write("large", "");
  std::filesystem::resize_file(path, 10'000'000'000);
  const session by{context.get_executor(), options(silent)};
  auto call = put(by, request_body::file(path));
  EXPECT_EQ(outcome_at_its_limit(call), timed_out);
  EXPECT_EQ(requests, 0);
}

TEST_F(time_limits, a_server_that_accepts_and_says_nothing) {
  const session by{context.get_executor(), options(silent)};
  auto call = describe(by);
  run_until([&] { return requests > 0; });
  EXPECT_EQ(outcome_at_its_limit(call), timed_out);
}

TEST_F(time_limits, a_pool_without_room) {
  auto with = options(silent);
  with.max_connections_per_origin = 1;
  const session by{context.get_executor(), with};
  auto first = start(by.client("ec2").try_call("describe_regions"));
  run_until([&] { return requests > 0; });
  auto second = describe(by);
  EXPECT_EQ(outcome_at_its_limit(second), timed_out);
  EXPECT_EQ(first.outcome(), "waits");
}

TEST_F(time_limits, a_name_that_never_resolves) {
  struct mute final : resolver {
    void lookup(std::string, std::function<void(addresses)>) override { asked = true; }
    std::atomic<bool> asked{false};
  };
  const auto names = std::make_shared<mute>();
  auto with = options(silent);
  with.endpoint_url = "http://somewhere.test";
  with.resolver = names;
  with.connect_timeout = 10s;
  const session by{context.get_executor(), with};
  auto call = describe(by);
  run_until([&] { return names->asked.load(); });
  EXPECT_EQ(outcome_at_its_limit(call), timed_out);
}

TEST_F(time_limits, of_an_attempt_hold_for_credentials_too) {
  home.config("[default]\ncredential_process = sleep 1000\n");
  const session by{context.get_executor(), options()};
  call_options how;
  how.attempt_timeout = 200ms;
  auto call = start(by.client("ec2", {.max_attempts = 1}).try_call("describe_regions", {}, how));
  EXPECT_EQ(outcome_at_its_limit(call), "timeout: AttemptTimeout");
}

TEST_F(time_limits, cancelled_in_each_of_these_places) {
  home.config("[default]\ncredential_process = sleep 1000\n");
  const session by{context.get_executor(), options()}, direct{context.get_executor(), options(silent)};
  auto source = std::make_shared<stalling_source>(context.get_executor(), true);
  auto credentials = describe(by);
  auto server = describe(direct);
  auto body = put(direct, request_body::source(source));
  run_until([&] { return requests > 0 && source->reads > 0; });
  for (auto* one : {&credentials, &server, &body}) {
    one->cancel();
    step();
    EXPECT_EQ(one->outcome(), "cancelled: Cancelled");
  }
}

TEST_F(time_limits, a_source_that_throws_is_an_error) {
  const session by{context.get_executor(), options(silent)};
  auto call = put(by, request_body::source(std::make_shared<throwing_source>()));
  run_until([&] { return call.over(); });
  EXPECT_EQ(call.outcome(), "usage: BodyFailed");
}

}  // namespace
}  // namespace aloft
