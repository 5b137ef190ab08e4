#include "local/lambda/invoke.hpp"

#include <aloft/base64.hpp>
#include "local/api_error.hpp"
#include "local/lambda/command_run.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <cstdio>

namespace aloft::local::lambda {
namespace {

namespace json = boost::json;
using std::chrono::milliseconds;

constexpr std::size_t most_payload = 6 * 1024 * 1024;
constexpr std::size_t most_of_event = 1024 * 1024;
constexpr std::size_t log_tail = 4096;

/// One invocation that is under way: counts among the function's running ones as long as it is.
struct invocation_run {
  explicit invocation_run(std::shared_ptr<function> what) : of{std::move(what)} { ++of->running; }
  ~invocation_run() { --of->running; }
  invocation_run(const invocation_run&) = delete;

  const std::shared_ptr<function> of;
  std::unique_ptr<command_run> command;  // null: the function runs none
  std::shared_ptr<bell> over = std::make_shared<bell>();
};

timestamp later(timestamp from, milliseconds by) { return timestamp::from(from.to_time_point() + by); }

std::string payload_of(const input& request, bool event) {
  auto payload = from_base64(request.text("Payload")).value_or(std::string{});
  const auto limit = event ? most_of_event : most_payload;
  if (payload.size() > limit)
    throw api_error{
        413, "RequestTooLargeException",
        join({std::to_string(payload.size()), " byte payload is too large for the ",
              event ? "Event" : "RequestResponse", " invocation type (limit ", std::to_string(limit), " bytes)"})};
  boost::system::error_code bad;
  if (!payload.empty()) static_cast<void>(json::parse(payload, bad));
  if (bad)
    throw api_error{400, "InvalidRequestContentException",
                    join({"Could not parse request body into json: ", bad.message()})};
  return payload;
}

/// What an invocation came to.
struct answer_text {
  std::string payload, fault, log;
};

answer_text failed(std::string_view kind, std::string_view type, std::string_view message) {
  return {json::serialize(json::object{{"errorMessage", message}, {"errorType", type}}), std::string{kind}, {}};
}

answer_text timed_out(const function& of) {
  char seconds[32];
  std::snprintf(seconds, sizeof seconds, "%.2f", static_cast<double>(of.behaviour.timeout.count()) / 1000);
  return failed("Unhandled", "Sandbox.Timedout",
                join({"RequestId: local Error: Task timed out after ", seconds, " seconds"}));
}

answer_text said_by(command_result&& command) {
  answer_text made;
  if (!command.started) return failed("Unhandled", "Runtime.LaunchError", "the command could not be started");
  if (command.status != 0)
    made = failed(
        "Unhandled", "Runtime.ExitError",
        join({"RequestId: local Error: Runtime exited with error: ", command.status < 0 ? "signal " : "exit status ",
              std::to_string(command.status < 0 ? -command.status : command.status)}));
  else
    made.payload = std::move(command.output);
  made.log = std::move(command.complaint);
  return made;
}

answer_text said_by(const function& of, std::string payload) {
  switch (of.behaviour.fails) {
    case function_failure::none: return {payload.empty() ? "null" : std::move(payload), {}, {}};
    case function_failure::handled: return failed("Handled", "HandledError", "the function failed as it was told to");
    case function_failure::unhandled: break;
  }
  return failed("Unhandled", "UnhandledError", "the function failed as it was told to");
}

json::object output_of(const answer_text& said, const input& request) {
  json::object output{{"StatusCode", 200}, {"ExecutedVersion", "$LATEST"}, {"Payload", to_base64(said.payload)}};
  if (!said.fault.empty()) output["FunctionError"] = said.fault;
  if (request.text("LogType") != "Tail") return output;
  const std::string log = join({"START RequestId: local Version: $LATEST\n", said.log, "END RequestId: local\n"});
  output["LogResult"] = to_base64(std::string_view{log}.substr(log.size() - std::min(log.size(), log_tail)));
  return output;
}

/// Goes on with an invocation that was begun.
outcome go_on(const std::shared_ptr<invocation_run>& run, const input& request, const call_context& context,
              std::uint64_t seen) {
  const auto& how = run->of->behaviour;
  const timestamp limit = later(context.started, how.timeout);
  if (run->command) {
    if (auto over = run->command->outcome()) return output_of(said_by(*std::move(over)), request);
    if (context.now >= limit) return output_of(timed_out(*run->of), request);
    return suspension{.until = limit, .on = run->over, .seen = seen, .kept = run};
  }
  const bool too_long = how.sleep >= how.timeout;
  const timestamp end = too_long ? limit : later(context.started, how.sleep);
  if (context.now < end) return suspension{.until = end, .kept = run};
  return output_of(too_long ? timed_out(*run->of) : said_by(*run->of, payload_of(request, false)), request);
}

}  // namespace

outcome invoke(region_functions& state, const input& request, const call_context& context) {
  if (context.kept) {
    const auto run = std::static_pointer_cast<invocation_run>(context.kept);
    const auto seen = run->over->rings();  // before the look
    return go_on(run, request, context, seen);
  }
  const auto found = state.require(request);
  const auto type = request.text("InvocationType");
  if (type == "DryRun") return json::object{{"StatusCode", 204}};
  auto payload = payload_of(request, type == "Event");
  if (found->behaviour.concurrency && found->running >= *found->behaviour.concurrency)
    throw api_error{429, "TooManyRequestsException", "Rate Exceeded."};
  if (type == "Event") return json::object{{"StatusCode", 202}};
  const auto run = std::make_shared<invocation_run>(found);
  if (!found->behaviour.command.empty())
    run->command = std::make_unique<command_run>(found->behaviour.command, std::move(payload), run->over);
  return go_on(run, request, context, 0);
}

}  // namespace aloft::local::lambda
