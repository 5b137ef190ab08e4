#include "runtime/idle_limits.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

namespace aloft::runtime {
namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;
using std::chrono::seconds;

struct slow_operation {
  std::string_view service, operation;
  seconds silence;  ///< that is no fault, some margin included
};
/// Each with the place that says how long it takes.
constexpr std::array slow_operations{
    // User guide of Amazon Bedrock, "Inference": up to 60 minutes, and clients must be told to wait as long.
    slow_operation{"bedrock-runtime", "Converse", 3660s},
    slow_operation{"bedrock-runtime", "InvokeModel", 3660s},
    // PollForTask, API reference: held for up to 90 seconds.
    slow_operation{"datapipeline", "PollForTask", 120s},
    // AWS Lambda's quotas: a function runs for up to 15 minutes, and answers when it is done.
    slow_operation{"lambda", "Invoke", 930s},
    slow_operation{"lambda", "InvokeWithResponseStream", 930s},
    // InvokeEndpoint, API reference: a model may take 60 seconds; clients are to wait for 70.
    slow_operation{"sagemaker-runtime", "InvokeEndpoint", 75s},
    // InvokeInferenceRouter, API reference: clients are to wait for 170 seconds at least.
    slow_operation{"sagemaker-inference-router-runtime", "InvokeInferenceRouter", 180s},
    // A scan of up to 5 TB answers when it has found something; User Guide of S3, "Querying objects".
    slow_operation{"s3", "SelectObjectContent", 900s},
    // CopyObject, UploadPartCopy and CompleteMultipartUpload, API reference: several minutes; a blank is sent now and
    // then, but not by all who speak S3.
    slow_operation{"s3", "CompleteMultipartUpload", 900s},
    slow_operation{"s3", "CopyObject", 900s},
    slow_operation{"s3", "UploadPartCopy", 900s},
    // Step Functions: GetActivityTask holds a request for 60 seconds, and clients are to wait for 65; synchronous
    // express executions and states that are tried out run for up to 5 minutes (quotas).
    slow_operation{"stepfunctions", "GetActivityTask", 95s},
    slow_operation{"stepfunctions", "StartSyncExecution", 330s},
    slow_operation{"stepfunctions", "TestState", 330s},
    // PollForActivityTask and PollForDecisionTask, API reference: held for 60 seconds, and clients are to wait for 70.
    slow_operation{"swf", "PollForActivityTask", 95s},
    slow_operation{"swf", "PollForDecisionTask", 95s},
    // Query, API reference: times out after 60 seconds, and clients are to wait as long.
    slow_operation{"timestream-query", "Query", 75s},
};

/// Parameters that tell a service to wait, in seconds: SQS's ReceiveMessage, Kinesis' queues, Amazon Redshift's Data
/// API, Amazon Q in Connect. By name alone, since that is what they are called in all models of today.
constexpr std::array<std::string_view, 2> waiting_members{"WaitTimeSeconds", "waitTimeSeconds"};
constexpr seconds longest_wait = 24h;  // whatever the input says

seconds asked_to_wait(const serde::edited_input& input) {
  for (const auto name : waiting_members) {
    const auto given = input.find(name);
    if (const auto* whole = std::get_if<std::int64_t>(&given))
      return std::clamp(seconds{*whole}, seconds{0}, longest_wait);
    if (const auto* real = std::get_if<double>(&given); real != nullptr && *real == std::floor(*real))
      return *real > static_cast<double>(longest_wait.count())
                 ? longest_wait
                 : std::max(seconds{static_cast<std::int64_t>(*real)}, seconds{0});
  }
  return 0s;
}

milliseconds needed(const model::operation& operation) {
  if (operation.owner == nullptr) return 0ms;
  const std::string_view service = operation.owner->metadata().name;
  const auto found = std::find_if(slow_operations.begin(), slow_operations.end(), [&](const slow_operation& one) {
    return one.operation == operation.name && one.service == service;
  });
  return found == slow_operations.end() ? 0ms : milliseconds{found->silence};
}

}  // namespace

milliseconds idle_limit(const model::operation& operation, const serde::edited_input& input,
                        std::optional<milliseconds> stated, milliseconds usual) {
  const milliseconds limit = stated ? *stated : usual == 0ms ? usual : std::max(usual, needed(operation));
  return limit == 0ms ? limit : limit + asked_to_wait(input);
}

}  // namespace aloft::runtime
