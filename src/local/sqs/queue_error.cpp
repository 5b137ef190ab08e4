#include "local/sqs/queue_error.hpp"

#include <algorithm>
#include <iterator>

namespace aloft::local::sqs {
namespace {

/// Those whose old name is "AWS.SimpleQueueService." and the new one.
constexpr std::string_view prefixed[] = {
    "BatchEntryIdsNotDistinct", "BatchRequestTooLong",          "EmptyBatchRequest",
    "InvalidBatchEntryId",      "MessageNotInflight",           "PurgeQueueInProgress",
    "QueueDeletedRecently",     "TooManyEntriesInBatchRequest", "UnsupportedOperation",
};

std::string query_code(std::string_view code) {
  if (code == "QueueDoesNotExist") return "AWS.SimpleQueueService.NonExistentQueue";
  if (code == "QueueNameExists") return "QueueAlreadyExists";
  const bool is_prefixed = std::ranges::find(prefixed, code) != std::end(prefixed);
  return (is_prefixed ? "AWS.SimpleQueueService." : "") + std::string{code};
}

}  // namespace

api_error refusal(std::string_view code, std::string message) {
  return api_error{400, std::string{code}, std::move(message)}.known_as(query_code(code));
}

api_error no_such_queue() { return refusal("QueueDoesNotExist", "The specified queue does not exist."); }

api_error bad_parameter(std::string_view value, std::string_view parameter, std::string_view reason) {
  return bad_parameter(join({"Value ", value, " for parameter ", parameter, " is invalid. Reason: ", reason}));
}

api_error bad_parameter(std::string message) { return refusal("InvalidParameterValue", std::move(message)); }

api_error bad_attribute(std::string_view name, std::string_view reason) {
  return refusal("InvalidAttributeValue",
                 join({"Invalid value for the parameter ", name, ".", reason.empty() ? "" : " Reason: ", reason}));
}

}  // namespace aloft::local::sqs
