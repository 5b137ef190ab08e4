#include "local/faults.hpp"
#include <aloft/duration.hpp>
#include "engine_fixture.hpp"

namespace aloft::local {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

fault_decision decide(fault_plan& plan, std::string_view region = "eu-west-1",
                      std::string_view operation = "DescribeVpcs") {
  return plan.decide(region, "ec2", operation);
}

TEST(durations, are_numbers_with_a_unit) {
  EXPECT_EQ(parse_duration("80ms"), 80ms);
  EXPECT_EQ(parse_duration("1.5s"), 1500ms);
  EXPECT_EQ(parse_duration("250us"), 250us);
  EXPECT_EQ(parse_duration("0s"), 0s);
  for (const auto* text : {"", "80", "ms", "-1s", "1e9s", "1 s", "nan s", "nans", "80msx"})
    EXPECT_FALSE(parse_duration(text)) << text;
}

TEST(faults, counts_are_exact) {
  auto plan = fault_plan::parse("throttle=2x").value();
  EXPECT_EQ(decide(plan).kind, fault_kind::throttle);
  EXPECT_EQ(decide(plan).kind, fault_kind::throttle);
  EXPECT_FALSE(decide(plan).kind);
}

TEST(faults, one_call_by_its_number) {
  auto plan = fault_plan::parse("ec2.DescribeVpcs:error=#3").value();
  std::vector<bool> hits;
  for (int i = 0; i < 5; ++i) hits.push_back(decide(plan).kind.has_value());
  EXPECT_EQ(hits, (std::vector<bool>{false, false, true, false, false}));
}

TEST(faults, of_items_hit_no_call) {
  auto plan = fault_plan::parse("sqs.Send*:partial=1x,sqs:duplicate=#2").value();
  EXPECT_FALSE(plan.decide("eu-west-1", "sqs", "SendMessageBatch").kind);
  const auto hit = [&](fault_kind kind, std::string_view operation) {
    return plan.hit(kind, "eu-west-1", "sqs", operation);
  };
  EXPECT_FALSE(hit(fault_kind::partial, "DeleteMessageBatch"));
  EXPECT_TRUE(hit(fault_kind::partial, "SendMessageBatch"));
  EXPECT_FALSE(hit(fault_kind::partial, "SendMessageBatch"));
  EXPECT_FALSE(hit(fault_kind::duplicate, "ReceiveMessage"));
  EXPECT_TRUE(hit(fault_kind::duplicate, "ReceiveMessage"));
}

TEST(faults, scopes_choose) {
  auto plan = fault_plan::parse("eu-*/ec2.Describe*:close=1,us-east-1/error=1,sts:stall=1").value();
  EXPECT_EQ(decide(plan).kind, fault_kind::close);
  EXPECT_FALSE(decide(plan, "eu-west-1", "RunInstances").kind);
  EXPECT_EQ(decide(plan, "us-east-1", "RunInstances").kind, fault_kind::error);
  EXPECT_FALSE(decide(plan, "us-west-1").kind);
  EXPECT_EQ(plan.decide("ap-south-1", "sts", "GetCallerIdentity").kind, fault_kind::stall);
}

TEST(faults, delays_add_up_and_the_first_other_fault_wins) {
  auto plan = fault_plan::parse("delay=1:300ms,throttle=1,error=1,delay=1").value();
  const auto decision = decide(plan);
  EXPECT_EQ(decision.kind, fault_kind::throttle);
  EXPECT_EQ(decision.delay, 1300ms);
}

TEST(faults, a_share_is_a_probability_and_repeats_by_seed) {
  auto count = [](std::uint64_t seed) {
    auto plan = fault_plan::parse("error=0.25", seed).value();
    std::vector<int> hits;
    for (int i = 0; i < 2000; ++i)
      if (decide(plan).kind) hits.push_back(i);
    return hits;
  };
  EXPECT_NEAR(static_cast<double>(count(7).size()), 500, 80);
  EXPECT_EQ(count(7), count(7));
  EXPECT_NE(count(7), count(8));
}

TEST(faults, mistakes_are_named) {
  auto why = [](std::string_view text) {
    const auto plan = fault_plan::parse(text);
    return plan ? std::string{"accepted"} : plan.error().message();
  };
  EXPECT_THAT(why("throttle"), HasSubstr("\"throttle\": there is no '='"));
  EXPECT_THAT(why("throttling=0.1"), HasSubstr("\"throttling\" is no kind of fault"));
  EXPECT_THAT(why("error=2"), HasSubstr("no number from 0 to 1"));
  EXPECT_THAT(why("error=x"), HasSubstr("count before 'x'"));
  EXPECT_THAT(why("error=#0"), HasSubstr("number after '#'"));
  EXPECT_THAT(why("error=nan"), HasSubstr("no number from 0 to 1"));
  EXPECT_THAT(why("delay=1:fast"), HasSubstr("duration"));
  EXPECT_THAT(why("error=1:3s"), HasSubstr("only a delay"));
  EXPECT_THAT(why("error=1,,close=1"), HasSubstr("\"\": there is no '='"));
  EXPECT_EQ(why(""), "accepted");
}

class faults_in_answers : public test::engine_test {
 public:
  void inject(std::string_view text) { tested->inject(fault_plan::parse(text).value()); }
};

TEST_F(faults_in_answers, have_each_service_s_words) {
  inject("throttle=1");
  EXPECT_EQ(refusal("DescribeVpcs"), "RequestLimitExceeded (503): Request limit exceeded.");
  EXPECT_EQ(refusal("GetCallerIdentity", "{}", "sts"), "Throttling (400): Rate exceeded");
  inject("error=1");
  EXPECT_THAT(refusal("DescribeVpcs"), HasSubstr("InternalError (500)"));
  EXPECT_THAT(refusal("GetCallerIdentity", "{}", "sts"), HasSubstr("InternalFailure (500)"));
  inject("unavailable=1");
  EXPECT_THAT(refusal("DescribeVpcs"), HasSubstr("Unavailable (503)"));
  inject("");
  call("DescribeVpcs");
}

TEST_F(faults_in_answers, change_nothing) {
  inject("ec2.CreateSecurityGroup:error=1x");
  EXPECT_THAT(refusal("CreateSecurityGroup", R"({"GroupName": "a", "Description": "b"})"), HasSubstr("InternalError"));
  create_group("a");  // would be a duplicate
}

TEST_F(faults_in_answers, leave_those_of_the_connection_to_it) {
  inject("truncate=1,delay=1:10ms");
  const auto answered = tested->handle(signed_request("ec2", "DescribeVpcs"), now);
  EXPECT_EQ(answered.response.status, 200);
  EXPECT_EQ(answered.fault.kind, fault_kind::truncate);
  EXPECT_EQ(answered.fault.delay, 10ms);
  inject("garbage=1");
  EXPECT_FALSE(try_call("ec2", "DescribeVpcs"));
}

}  // namespace
}  // namespace aloft::local
