// Outcomes in, what to do out.
#include "paging/wait_state.hpp"

#include "fixture.hpp"

namespace aloft::paging {
namespace {

using namespace testing;
using namespace std::chrono_literals;
using ::testing::HasSubstr;
using action = wait_state::action;

constexpr std::string_view waiters = R"({"waiters": {
  "Up": {"operation": "Get", "delay": 15, "maxAttempts": 3, "acceptors": [
    {"matcher": "path", "state": "success", "argument": "Owner", "expected": "me"},
    {"matcher": "path", "state": "success", "argument": "Ready", "expected": true},
    {"matcher": "path", "state": "success", "argument": "Count", "expected": 3},
    {"matcher": "pathAll", "state": "success", "argument": "States[]", "expected": "up"},
    {"matcher": "pathAny", "state": "failure", "argument": "States[]", "expected": "down"},
    {"matcher": "status", "state": "success", "expected": 204},
    {"matcher": "error", "state": "retry", "expected": "NotYet"},
    {"matcher": "error", "state": "failure", "expected": "Gone"}]},
  "Refused": {"operation": "Get", "delay": 1, "maxAttempts": 2, "acceptors": [
    {"matcher": "error", "state": "success", "expected": true}]},
  "Taken": {"operation": "Get", "delay": 1, "maxAttempts": 2, "acceptors": [
    {"matcher": "error", "state": "success", "expected": false}, {"matcher": "error", "state": "retry", "expected": true}]}}})";

class WaitState : public ::testing::Test {
 protected:
  wait_state make(std::string_view name, const wait_limits& limits = {}) {
    return wait_state::start(*service_->find_waiter(name).value(), limits).value();
  }
  wait_state::step answer(wait_state& state, std::string_view output, int status = 200,
                          std::chrono::milliseconds elapsed = 0ms) {
    const auto document = output_of(*service_->find_operation("Get").value(), output);
    return state.resume(document.root(), status, elapsed);
  }
  static error refusal(const char* code) { return error{error_kind::service, code, "no"}; }

  std::shared_ptr<const model::service> service_ = make_service("", waiters);
};

TEST_F(WaitState, EveryAcceptorDecides) {
  struct {
    std::string_view output;
    int status;
    action what;
    std::string_view reason;
  } cases[] = {
      {R"({"Owner": "me"})", 200, action::success, R"(Owner is "me")"},
      {R"({"Ready": true})", 200, action::success, "Ready is true"},
      {R"({"Count": 3})", 200, action::success, "Count is 3"},
      {R"({"States": ["up", "up"]})", 200, action::success, R"(States[] is "up" everywhere)"},
      {R"({"States": ["up", "down"]})", 200, action::failure, R"(States[] is "down" somewhere)"},
      {"{}", 204, action::success, "the HTTP status is 204"},
      {R"({"Owner": "you", "Ready": false, "Count": 4, "States": ["up", "?"]})", 200, action::wait, ""},
      {R"({"States": []})", 200, action::wait, ""},
  };
  for (const auto& each : cases) {
    auto state = make("up");
    const auto step = answer(state, each.output, each.status);
    EXPECT_EQ(step.what, each.what) << each.output;
    EXPECT_EQ(step.reason, each.reason);
  }
  auto state = make("up");
  EXPECT_EQ(state.resume(refusal("NotYet"), 0ms).what, action::wait);
  EXPECT_EQ(state.resume(refusal("Gone"), 0ms).reason, R"(the service answered "Gone")");
}

TEST_F(WaitState, RefusalsThatNobodyExpectsAreTheEnd) {
  auto state = make("up");
  const auto step = state.resume(refusal("AccessDenied"), 0ms);
  EXPECT_EQ(step.what, action::failure);
  EXPECT_THAT(step.reason, HasSubstr("AccessDenied"));
}

TEST_F(WaitState, AnyErrorAndNoErrorAreExpectations) {
  auto refused = make("refused"), taken = make("taken");
  EXPECT_EQ(answer(refused, "{}").what, action::wait);
  EXPECT_EQ(refused.resume(refusal("Whatever"), 0ms).what, action::success);
  EXPECT_EQ(taken.resume(refusal("Whatever"), 0ms).what, action::wait);
  EXPECT_EQ(answer(taken, "{}").what, action::success);
}

TEST_F(WaitState, AttemptsAreCountedAndTheDelayIsTheModels) {
  auto state = make("up");
  EXPECT_EQ(answer(state, "{}").delay, 15s);
  EXPECT_EQ(state.resume(refusal("NotYet"), 15s).what, action::wait);
  const auto last = answer(state, "{}", 200, 30s);
  EXPECT_EQ(last.what, action::out_of_attempts);
  EXPECT_EQ(last.reason, R"(the service answered "NotYet")") << "what matched last, not what was tried last";
  EXPECT_EQ(state.attempts(), 3);
}

TEST_F(WaitState, MaxWaitTakesThePlaceOfTheModelsAttempts) {
  wait_limits limits;
  limits.max_wait = 100s;
  auto state = make("up", limits);
  for (auto elapsed = 0ms; elapsed + 15s <= 100s; elapsed += 15s)
    EXPECT_EQ(answer(state, "{}", 200, elapsed).what, action::wait) << elapsed.count();
  EXPECT_EQ(answer(state, "{}", 200, 90s).what, action::out_of_time) << "the next attempt would be after 105 s";
  limits.max_attempts = 1;
  auto once = make("up", limits);
  EXPECT_EQ(answer(once, "{}").what, action::out_of_attempts) << "both count where both are given";
}

TEST_F(WaitState, LimitsThatMakeNoSenseAreRefused) {
  wait_limits limits;
  limits.max_attempts = 0;
  EXPECT_EQ(wait_state::start(*service_->find_waiter("Up").value(), limits).error().code(), "BadWaitLimit");
  limits = {};
  limits.delay = -1ms;
  EXPECT_EQ(wait_state::start(*service_->find_waiter("Up").value(), limits).error().code(), "BadWaitLimit");
}

}  // namespace
}  // namespace aloft::paging
