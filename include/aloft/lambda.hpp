#pragma once
// AWS Lambda's functions, invoked: what a function says, its own failure, and the failure of the call are told apart.
// Many invocations at once: <aloft/lambda_batch.hpp>.
//
//   const auto lambda = session.client("lambda");
//   const auto done = co_await aloft::lambda::invoke(lambda, "resize", aloft::request_body::bytes(R"({"width": 80})"));
//   if (done.fault) log(done.fault->message); else use(done.payload);
//
// Each helper comes in three forms: one throws aloft::error, `try_` gives it as a value, `async_` takes any completion
// token. Without coroutines: aloft::blocking(lambda).run(aloft::lambda::invoke(lambda, …)).
//
// An invocation that was sent whole and not answered may have run. It is not repeated, unless invoke_options say that
// it may be: retry_lost, or a durable_name, by which AWS knows it again. is_lost() tells such failures.
//
// Cancellation: terminal and partial; the call ends with error_kind::cancelled. A function that was begun runs on.
// Ends with: see completion.hpp.
// Errors: those of calls; usage "PayloadTooLarge", before anything is sent.
// Lifetime: an operation that was started goes on without the client. The executor's context must outlive it.
// Thread: safe.

#include <aloft/client.hpp>
#include <aloft/completion.hpp>
#include <aloft/error.hpp>
#include <aloft/option_text.hpp>
#include <aloft/request_body.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/json/value.hpp>

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace aloft::lambda {

/// Bytes that a payload may have; Lambda's quotas, "6 MB" and "1 MB".
inline constexpr std::size_t max_payload = 6 * 1024 * 1024;        ///< of an invocation whose answer is awaited
inline constexpr std::size_t max_event_payload = 1 * 1024 * 1024;  ///< of one that is queued

struct invoke_options {
  option_text qualifier = {};       ///< a version or an alias; empty: $LATEST
  option_text client_context = {};  ///< JSON as it is (it travels as base64), for functions that look at it
  option_text tenant_id = {};       ///< of functions with tenant isolation
  option_text durable_name = {};    ///< of durable functions: the same name is the same execution
  bool tail_log = false;            ///< ask for the last 4 KB of the function's log
  /// Of the whole invocation, repetitions included; zero: none. Not set: the client's. A function may run for 15
  /// minutes, and silence of 15.5 minutes ends the call in any case (docs/retries.md).
  std::optional<std::chrono::milliseconds> timeout = {};
  bool retry_lost = false;  ///< repeat what may have run already, up to twice
};

/// What a function threw, or what became of its runtime: X-Amz-Function-Error, and the payload beside it.
struct function_fault {
  bool handled = false;      ///< false: "Unhandled", the runtime ended it (time-out, memory, exit) or it threw
  std::string type;          ///< errorType: "KeyError"; empty where the payload does not say
  std::string message;       ///< errorMessage; where the payload is not of that form, the payload
  boost::json::value trace;  ///< stackTrace or trace, as the runtime writes it; null: none
};

/// What an invocation came to: the function's answer, or its fault. Both are values.
struct invocation {
  std::string payload;           ///< as it came, mostly JSON; of a fault as well
  std::string executed_version;  ///< "$LATEST", "3"
  std::string log;               ///< the end of it, decoded; empty unless asked for
  std::string request_id;
  std::string durable_execution_arn;  ///< of durable functions
  std::optional<function_fault> fault;
  std::chrono::microseconds duration{0};  ///< of the call, attempts and pauses included
  int throttled = 0;                      ///< attempts that "429 Too Many Requests" answered before this answer
};

/// The request had been sent whole and no answer came: nobody knows whether the function ran.
bool is_lost(const error& failure) noexcept;

/// The fault that a payload describes. Pure.
function_fault fault_of(std::string_view function_error, std::string_view payload);

/// Runs a function and waits for what it says (RequestResponse). `function`: a name, "name:alias", or an ARN.
boost::asio::awaitable<invocation> invoke(client lambda, std::string function, request_body payload = {},
                                          invoke_options how = {});
boost::asio::awaitable<result<invocation>> try_invoke(client lambda, std::string function, request_body payload = {},
                                                      invoke_options how = {});
template <class CompletionToken = default_token>
auto async_invoke(client lambda, std::string function, request_body payload, invoke_options how,
                  CompletionToken&& token = CompletionToken{}) {
  return detail::initiate<invocation>(
      lambda.get_executor(),
      [lambda, function = std::move(function), payload = std::move(payload), how = std::move(how)]() mutable {
        return try_invoke(lambda, std::move(function), std::move(payload), std::move(how));
      },
      std::forward<CompletionToken>(token));
}

/// Has Lambda queue the payload for the function (Event) and gives the request's id; nobody hears what it comes to.
/// Lambda itself runs it again, twice, after a fault. client_context and tail_log have no effect.
boost::asio::awaitable<std::string> enqueue(client lambda, std::string function, request_body payload = {},
                                            invoke_options how = {});
boost::asio::awaitable<result<std::string>> try_enqueue(client lambda, std::string function, request_body payload = {},
                                                        invoke_options how = {});
template <class CompletionToken = default_token>
auto async_enqueue(client lambda, std::string function, request_body payload, invoke_options how,
                   CompletionToken&& token = CompletionToken{}) {
  return detail::initiate<std::string>(
      lambda.get_executor(),
      [lambda, function = std::move(function), payload = std::move(payload), how = std::move(how)]() mutable {
        return try_enqueue(lambda, std::move(function), std::move(payload), std::move(how));
      },
      std::forward<CompletionToken>(token));
}

}  // namespace aloft::lambda
