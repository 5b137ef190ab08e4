// Policies as users of the embedded AWS write them: SNS's filters, resource policies, attributes of queues. Whatever
// the text, it is refused with a reason or can be asked.

#include "local/api_error.hpp"
#include "local/policy.hpp"
#include "local/sns/filter_policy.hpp"
#include "local/sqs/queue_settings.hpp"

#include <boost/json/parse.hpp>

#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace aloft::local;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string text{reinterpret_cast<const char*>(data) + 1, size - 1};
  switch (data[0] % 4) {
    case 0:
    case 1: {
      const auto filter = sns::filter_policy::parse(text, data[0] % 4 == 1);
      static const auto subject =
          boost::json::parse(R"({"a": ["x", 5, null], "b": {"c": "abc"}, "d": 1e3})").get_object();
      if (filter) filter->matches(subject);
      if (!filter && filter.error().message().empty()) std::abort();
      break;
    }
    case 2: {
      const auto read = policy::parse(text);
      const access_request asked{"sqs:SendMessage",
                                 "arn:aws:sqs:eu-west-1:123456789012:jobs",
                                 "sns.amazonaws.com",
                                 "123456789012",
                                 {{"aws:sourcearn", "arn:aws:sns:eu-west-1:123456789012:news"}}};
      if (read) read->allows(asked);
      if (!read && read.error().message().empty()) std::abort();
      break;
    }
    default:
      for (const auto* name : {"RedrivePolicy", "RedriveAllowPolicy", "Policy", "VisibilityTimeout"}) {
        try {
          const sqs::queue_settings settings{false, {{name, text}}};
          settings.takes_from("arn:aws:sqs:eu-west-1:123456789012:jobs");
        } catch (const api_error& refusal) {
          if (refusal.message().empty()) std::abort();
        }
      }
  }
  return 0;
}
