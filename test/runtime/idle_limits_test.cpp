#include "runtime/idle_limits.hpp"

#include "model/catalog.hpp"

#include <boost/json/parse.hpp>

#include <gtest/gtest.h>

namespace aloft::runtime {
namespace {

using namespace std::chrono_literals;

std::chrono::milliseconds limit(const char* service, const char* operation, const char* input = "{}",
                                std::optional<std::chrono::milliseconds> stated = {},
                                std::chrono::milliseconds usual = 60s) {
  const auto found = model::catalog::standard().value()->find_service(service).value();
  const auto& of = **found->find_operation(operation);
  const aloft::input given(boost::json::parse(input));
  return idle_limit(of, serde::edited_input{given, of.input}, stated, usual);
}

TEST(idle_limits, are_the_usual_one_for_nearly_all) {
  EXPECT_EQ(limit("dynamodb", "get_item"), 60s);
  EXPECT_EQ(limit("lambda", "list_functions"), 60s);
}

TEST(idle_limits, of_operations_that_are_silent_for_long) {
  EXPECT_GE(limit("lambda", "invoke"), 15min);
  EXPECT_GE(limit("stepfunctions", "get_activity_task"), 65s);
  EXPECT_GE(limit("swf", "poll_for_decision_task"), 70s);
  EXPECT_GT(limit("s3", "select_object_content"), 60s);
}

TEST(idle_limits, of_long_polls_grow_by_what_they_ask_for) {
  EXPECT_EQ(limit("sqs", "receive_message", R"({"WaitTimeSeconds": 20})"), 80s);
  EXPECT_EQ(limit("sqs", "receive_message", R"({"WaitTimeSeconds": 20})", 5s), 25s) << "a stated one too";
  EXPECT_EQ(limit("qconnect", "get_recommendations", R"({"waitTimeSeconds": 10})"), 70s);
  EXPECT_EQ(limit("sqs", "receive_message", R"({"WaitTimeSeconds": -5})"), 60s);
  EXPECT_EQ(limit("sqs", "receive_message", R"({"WaitTimeSeconds": "20"})"), 60s);
  EXPECT_LE(limit("sqs", "receive_message", R"({"WaitTimeSeconds": 9223372036854775807})"), 25h);
}

TEST(idle_limits, that_are_stated_win_and_zero_lifts_them) {
  EXPECT_EQ(limit("lambda", "invoke", "{}", 2s), 2s);
  EXPECT_EQ(limit("lambda", "invoke", "{}", 0s), 0s);
  EXPECT_EQ(limit("sqs", "receive_message", R"({"WaitTimeSeconds": 20})", 0s), 0s);
}

}  // namespace
}  // namespace aloft::runtime
