#include "cli/command/lambda/result_line.hpp"

#include <aloft/base64.hpp>
#include "cli/text/verbatim_json.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <chrono>

namespace aloft::cli {
namespace {

namespace json = boost::json;

json::object object_of(const error& failure) {
  const error_info& info = failure.info();
  json::object made{{"kind", to_string(info.kind)}, {"code", info.code}, {"message", info.message}};
  if (info.http_status != 0) made["status"] = info.http_status;
  if (!info.request_id.empty()) made["request_id"] = info.request_id;
  if (info.retryable) made["retryable"] = true;
  if (lambda::is_lost(failure)) made["lost"] = true;
  return made;
}

}  // namespace

std::string result_line(std::uint64_t line, const result<lambda::invocation>& came) {
  json::object made{{"line", line}, {"ok", came && !came->fault}};
  if (!came) {
    made["error"] = object_of(came.error());
    return json::serialize(made) + '\n';
  }
  if (!came->executed_version.empty()) made["version"] = came->executed_version;
  if (came->duration.count() > 0)
    made["ms"] = std::chrono::duration_cast<std::chrono::milliseconds>(came->duration).count();
  if (!came->request_id.empty()) made["request_id"] = came->request_id;
  if (!came->durable_execution_arn.empty()) made["durable_execution_arn"] = came->durable_execution_arn;
  if (!came->log.empty()) made["log"] = came->log;
  if (came->fault) {
    const auto& fault = *came->fault;
    made["fault"] = {
        {"handled", fault.handled}, {"type", fault.type}, {"message", fault.message}, {"trace", fault.trace}};
    return json::serialize(made) + '\n';
  }
  if (came->payload.empty()) return json::serialize(made) + '\n';
  if (!why_not_json(came->payload).empty()) {
    made["payload_base64"] = to_base64(came->payload);
    return json::serialize(made) + '\n';
  }
  std::string text = json::serialize(made);
  text.pop_back();
  return text + ",\"payload\":" + in_one_line(came->payload) + "}\n";
}

}  // namespace aloft::cli
