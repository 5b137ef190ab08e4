#include "aloft/observer.hpp"

#include "client/machine.hpp"

namespace aloft {
namespace {

using namespace aloft::testing;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

/// Writes down what it is told.
class diary final : public observer {
 public:
  std::unique_ptr<call_observer> begin(const call_identity& call) noexcept override {
    last_id = call.id;
    const std::string name = std::string{call.service} + ' ' + std::string{call.operation};
    lines.push_back(name + " begins in " + std::string{call.region});
    return std::make_unique<page>(*this, name);
  }

  std::vector<std::string> lines;
  std::string last_id;
  exchange_timings timings;

 private:
  class page final : public call_observer {
   public:
    page(diary& to, std::string name) : to_{to}, name_{std::move(name)} {}
    void attempt_begins(int attempt) noexcept override { add("attempt " + std::to_string(attempt)); }
    void request_signed(const http_request& request) noexcept override {
      add(request.headers.contains("Authorization") ? "signed" : "not signed");
    }
    void attempt_over(const attempt_report& done) noexcept override {
      to_.timings = done.timings;
      add("over " + std::to_string(done.attempt) + ' ' + std::to_string(done.http_status) + ' ' +
          (done.failure != nullptr ? done.failure->code() : "ok") + ' ' + std::string{done.request_id});
    }
    void retry(std::chrono::milliseconds) noexcept override { add("retry"); }
    void end(const call_report& done) noexcept override {
      add("end " + std::to_string(done.attempts) + ' ' + (done.failure != nullptr ? done.failure->code() : "ok"));
    }

   private:
    void add(const std::string& what) { to_.lines.push_back(name_ + ' ' + what); }
    diary& to_;
    const std::string name_;
  };
};

struct observed : ::testing::Test {
  asio::io_context context;
  virtual_clock clock;
  std::shared_ptr<diary> seen = std::make_shared<diary>();
};

TEST_F(observed, every_step_of_a_call_in_its_order) {
  sequence script{{answer(503, ec2_error("Unavailable"), "x-amzn-requestid: r1\r\n"), answer(200, two_regions)}};
  scripted_server server{script.script()};
  auto options = options_for(server);
  options.clock = &clock;
  options.observers = {seen};
  session with{context.get_executor(), options};
  ASSERT_TRUE(run(context, with.client("ec2").try_call("describe_regions")));
  const std::string name = "ec2 DescribeRegions ";
  EXPECT_THAT(seen->lines, ElementsAre(name + "begins in eu-west-1", name + "attempt 1", name + "signed",
                                       StartsWith(name + "over 1 503 Unavailable"), name + "retry", name + "attempt 2",
                                       name + "signed", StartsWith(name + "over 2 200 ok"), name + "end 2 ok"));
  EXPECT_THAT(script.requests().at(1), HasSubstr("amz-sdk-invocation-id: " + seen->last_id + "\r\n"));
}

TEST_F(observed, a_call_that_sends_nothing) {
  scripted_server server{always("")};
  auto options = options_for(server);
  options.observers = {seen};
  session with{context.get_executor(), options};
  EXPECT_FALSE(run(context, with.client("ec2").try_call("describe_regions", R"({"Nonsense": 1})"_json)));
  ASSERT_EQ(seen->lines.size(), 2U);
  EXPECT_THAT(seen->lines[1], StartsWith("ec2 DescribeRegions end 1 "));
}

TEST_F(observed, what_the_library_asks_on_its_way_to_credentials) {
  machine home;
  const std::string keys =
      "<AssumeRoleResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><AssumeRoleResult><Credentials>"
      "<AccessKeyId>ASIA</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>"
      "<Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>";
  scripted_server sts{always(answer(200, keys))};
  scripted_server ec2{always(answer(200, two_regions))};
  kept_log log;
  auto options = options_for(sts);  // the session's endpoint is for all services, STS too
  options.observers = {seen};
  options.log = &log;
  session with{context.get_executor(), options};
  const auto role = with.assume_role("arn:aws:iam::123456789012:role/r");
  const auto outcome =
      run(context, role.client("ec2", {.endpoint_url = "http://127.0.0.1:" + std::to_string(ec2.port())})
                       .try_call("describe_regions"));
  ASSERT_TRUE(outcome) << outcome.error().what();
  EXPECT_THAT(seen->lines, ::testing::Contains("sts AssumeRole signed"));
  EXPECT_THAT(seen->lines, ::testing::Contains("ec2 DescribeRegions signed"));
  EXPECT_THAT(log.lines(), AllOf(HasSubstr("sts AssumeRole: POST http://127.0.0.1:" + std::to_string(sts.port())),
                                 HasSubstr("ec2 DescribeRegions: done after 1 attempt")));
  EXPECT_EQ(ec2.connections(), 1) << "a client's endpoint is its own service's: nothing of the role went there";
}

}  // namespace
}  // namespace aloft
