// Clocks that are wrong, and clocks that are put right.

#include "client/fixture.hpp"

namespace aloft {
namespace {

using namespace aloft::testing;
using ::testing::HasSubstr;

/// Stands at 2027-01-15T08:00:00Z, or as far off as it is set.
class wrong_clock final : public clock {
 public:
  std::chrono::system_clock::time_point now() const noexcept override {
    return std::chrono::system_clock::time_point{1'800'000'000s} + std::chrono::seconds{off};
  }
  std::chrono::steady_clock::time_point steady_now() const noexcept override {
    return std::chrono::steady_clock::now();
  }
  bool skip(std::chrono::milliseconds) const noexcept override { return true; }

  std::atomic<std::int64_t> off{0};
};

/// Takes what is signed for eight o'clock.
scripted_server::script at_eight(std::atomic<int>& requests) {
  return [&requests](peer& client) {
    for (;;) {
      const std::string request = client.read_request();
      if (request.empty()) return;
      ++requests;
      if (request.find("X-Amz-Date: 20270115T0800") != std::string::npos)
        client.write(answer(200, two_regions));
      else
        client.write(answer(403, ec2_error("RequestTimeTooSkewed"), "Date: Fri, 15 Jan 2027 08:00:00 GMT\r\n"));
    }
  };
}

struct clocks : ::testing::Test {
  asio::io_context context;
  wrong_clock clock;
  std::atomic<int> requests{0};
  scripted_server server{at_eight(requests)};

  session make(const scripted_server& at) {
    auto options = options_for(at);
    options.clock = &clock;
    return session{context.get_executor(), options};
  }
  std::string ask(const session& with) {
    const auto outcome = run(context, with.client("ec2").try_call("describe_regions"));
    return outcome ? "ok" : outcome.error().code();
  }
};

TEST_F(clocks, one_that_is_put_right_breaks_nothing) {
  const session with = make(server);
  clock.off = 3600;
  EXPECT_EQ(ask(with), "ok");
  EXPECT_EQ(requests, 2);
  clock.off = 0;
  EXPECT_EQ(ask(with), "ok");
  EXPECT_EQ(requests, 4) << "one signature too many, then the correction is gone";
  EXPECT_EQ(ask(with), "ok");
  EXPECT_EQ(requests, 5);
  clock.off = -3600;
  EXPECT_EQ(ask(with), "ok");
}

TEST_F(clocks, corrections_leave_the_quota_alone) {
  clock.off = -3600;
  const session with = make(server);
  const client ec2 = with.client("ec2");
  int good = 0;
  for (int i = 0; i < 50; ++i)
    asio::co_spawn(context, ec2.try_call("describe_regions"),
                   [&](std::exception_ptr, const result<response>& outcome) { good += outcome ? 1 : 0; });
  context.run();
  EXPECT_EQ(good, 50);
}

TEST_F(clocks, a_date_out_of_a_cache_is_not_believed) {
  sequence script{
      {answer(403, ec2_error("SignatureDoesNotMatch"), "Date: Fri, 15 Jan 2027 03:00:00 GMT\r\nAge: 18000\r\n"),
       answer(200, two_regions)}};
  scripted_server cached{script.script()};
  const session with = make(cached);
  EXPECT_EQ(ask(with), "SignatureDoesNotMatch");
  EXPECT_EQ(ask(with), "ok");
  EXPECT_THAT(script.requests().at(1), HasSubstr("X-Amz-Date: 20270115T0800"));
}

}  // namespace
}  // namespace aloft
