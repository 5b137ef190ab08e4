// Policies from anywhere: what comes out is JSON, says it once, and undone it is what it was.

#include "aloft/sqs_policy.hpp"

#include "fuzz/expect.hpp"

#include <boost/json/parse.hpp>

#include <cstdint>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace aloft;
  using fuzz::expect;
  constexpr std::string_view queue = "arn:aws:sqs:eu-west-1:111122223333:orders";
  constexpr std::string_view topic = "arn:aws:sns:eu-west-1:111122223333:news";
  const std::string policy{reinterpret_cast<const char*>(data), size};
  const auto made = sqs::with_topic(policy, queue, topic);
  if (!made) {
    expect(!made.error().message().empty(), "a refusal says why");
    return 0;
  }
  expect(made->before == policy, "the policy is as it was given");
  boost::system::error_code bad;
  (void)boost::json::parse(made->after, bad);
  expect(!bad, "what is written is JSON");
  const auto again = sqs::with_topic(made->after, queue, topic);
  expect(again && again->what == sqs::policy_edit::unchanged, "twice is once");
  if (made->what != sqs::policy_edit::added) return 0;
  const auto undone = sqs::without_topic(made->after, topic);
  expect(undone.has_value(), "what was added can be taken away");
  expect(undone->after.find(topic) == std::string::npos || policy.find(topic) != std::string::npos, "and is gone then");
  return 0;
}
