#include "local/service_wording.hpp"

namespace aloft::local {

api_error fault_refusal(fault_kind kind, std::string_view service) {
  const bool ec2 = service == "ec2";
  if (kind == fault_kind::throttle) {
    if (ec2) return {503, "RequestLimitExceeded", "Request limit exceeded."};
    if (service == "s3") return {503, "SlowDown", "Please reduce your request rate."};
    if (service == "sqs") return {400, "RequestThrottled", "The request was denied due to request throttling."};
    return {400, "Throttling", "Rate exceeded"};
  }
  if (kind == fault_kind::unavailable) {
    if (service == "s3") return {503, "ServiceUnavailable", "Service is unable to handle request."};
    if (ec2) return {503, "Unavailable", "The server is overloaded and can't handle the request"};
    return {503, "ServiceUnavailable", "The request has failed due to a temporary failure of the server"};
  }
  if (ec2) return {500, "InternalError", "An internal error has occurred"};
  if (service == "s3") return {500, "InternalError", "We encountered an internal error. Please try again."};
  return {500, "InternalFailure", "The request processing has failed because of an unknown error"};
}

api_error absent_member(std::string_view path, std::string_view service) {
  if (service == "ec2" || service == "sqs") return missing_parameter(path);
  return {"ValidationError", join({"1 validation error detected: Value null at '", path,
                                   "' failed to satisfy constraint: Member must not be null"})};
}

}  // namespace aloft::local
