#pragma once
// SQS's refusals, with the names that they had in the query protocol and still have in x-amzn-query-error.

#include "local/api_error.hpp"

#include <string>
#include <string_view>

namespace aloft::local::sqs {

/// A refusal by its name in the model ("QueueDoesNotExist"), or by one that the model lacks ("InvalidParameterValue").
api_error refusal(std::string_view code, std::string message);

api_error no_such_queue();
/// "Value 11 for parameter MaxNumberOfMessages is invalid. Reason: …"
api_error bad_parameter(std::string_view value, std::string_view parameter, std::string_view reason);
api_error bad_parameter(std::string message);
/// "Invalid value for the parameter VisibilityTimeout."
api_error bad_attribute(std::string_view name, std::string_view reason = {});

}  // namespace aloft::local::sqs
