#include <aloft/base64.hpp>
#include <aloft/concurrency.hpp>
#include <aloft/lambda.hpp>
#include <aloft/params.hpp>
#include <aloft/start_operation.hpp>

#include <boost/asio/this_coro.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

#include <algorithm>
#include <utility>

namespace aloft::lambda {
namespace asio = boost::asio;
namespace json = boost::json;
namespace {

using std::chrono::milliseconds;

constexpr int times_sent = 3;                  // of what may be repeated, the first included
constexpr milliseconds first_repetition{200};  // later, and twice as late each time

enum class invocation_type { request_response, event };

std::optional<std::string> unless_empty(const option_text& text) {
  return text.empty() ? std::nullopt : std::optional<std::string>{text.str()};
}

param parameters_of(const std::string& function, invocation_type type, const invoke_options& how) {
  param::map all;
  all.emplace_back("FunctionName", function);
  all.emplace_back("InvocationType", type == invocation_type::event ? "Event" : "RequestResponse");
  all.emplace_back("Qualifier", unless_empty(how.qualifier));
  all.emplace_back("TenantId", unless_empty(how.tenant_id));
  all.emplace_back("DurableExecutionName", unless_empty(how.durable_name));
  if (type == invocation_type::request_response) {
    if (how.tail_log) all.emplace_back("LogType", "Tail");
    if (!how.client_context.empty()) all.emplace_back("ClientContext", to_base64(how.client_context));
  }
  return all;
}

std::optional<error> too_large(const request_body& payload, invocation_type type) {
  const bool event = type == invocation_type::event;
  const std::size_t most = event ? max_event_payload : max_payload;
  const auto size = payload.size();
  if (!size || *size <= most) return std::nullopt;
  return error{error_kind::usage, "PayloadTooLarge",
               "The payload has " + std::to_string(*size) + " bytes; Lambda takes " + std::to_string(most) +
                   (event ? " at most (1 MB) of an event" : " at most (6 MB) of an invocation") +
                   ": put it into S3 and send its key"};
}

int throttled(const std::vector<attempt_outcome>& attempts) {
  return static_cast<int>(
      std::count_if(attempts.begin(), attempts.end(), [](const auto& one) { return one.http_status == 429; }));
}

/// Time that is left of a limit.
class time_limit {
 public:
  time_limit(const clock& time, std::optional<milliseconds> limit) : time_{time}, limit_{limit} {}
  /// For a call that begins now; nothing: as the client has it.
  std::optional<milliseconds> left() const {
    if (!limit_ || *limit_ == milliseconds::zero()) return limit_;
    return std::max(milliseconds{1}, *limit_ - std::chrono::duration_cast<milliseconds>(time_.steady_now() - begun_));
  }
  bool allows(milliseconds pause) const { return !limit_ || *limit_ == milliseconds::zero() || *left() > pause; }

 private:
  const clock& time_;
  const std::optional<milliseconds> limit_;
  const std::chrono::steady_clock::time_point begun_ = time_.steady_now();
};

/// The call, and its repetitions where they are allowed.
asio::awaitable<result<response>> call(client lambda, std::string function, invocation_type type, request_body payload,
                                       invoke_options how) {
  if (auto refused = too_large(payload, type)) co_return *std::move(refused);
  const bool repeatable = how.retry_lost || !how.durable_name.empty();
  const time_limit limit{lambda.clock(), how.timeout};
  auto pause = first_repetition;
  for (int sent = 1;; ++sent, pause *= 2) {
    call_options with;
    with.body = payload;
    with.operation_timeout = limit.left();
    auto answer = co_await lambda.try_call("Invoke", parameters_of(function, type, how), std::move(with));
    const bool again = !answer && repeatable && sent < times_sent && is_lost(answer.error()) &&
                       answer.error().kind() != error_kind::cancelled && limit.allows(pause);
    if (!again) co_return answer;
    const wake woken = co_await sleep(lambda.clock(), pause);
    if (woken == wake::cancelled) co_return answer;
  }
}

invocation read(const response& answer) {
  const auto& how = answer.metadata();
  invocation made;
  made.payload = answer["Payload"].as_text();
  made.executed_version = answer["ExecutedVersion"].as_text();
  made.durable_execution_arn = answer["DurableExecutionArn"].as_text();
  if (const auto log = answer["LogResult"].as_text(); !log.empty())
    made.log = from_base64(log).value_or(std::string{log});
  if (const auto fault = answer["FunctionError"].as_text(); !fault.empty()) made.fault = fault_of(fault, made.payload);
  made.request_id = how.request_id;
  made.duration = how.duration;
  made.throttled = throttled(how.attempts);
  return made;
}

/// Cancellation is an error of calls, never an exception that passes through them.
template <class T>
asio::awaitable<result<T>> without_throwing(asio::awaitable<result<T>> work) {
  const bool throws = co_await asio::this_coro::throw_if_cancelled();
  co_await asio::this_coro::throw_if_cancelled(false);
  auto outcome = co_await std::move(work);
  co_await asio::this_coro::throw_if_cancelled(throws);
  co_return outcome;
}

asio::awaitable<result<invocation>> invoked(client lambda, std::string function, request_body payload,
                                            invoke_options how) {
  const auto answer = co_await call(std::move(lambda), std::move(function), invocation_type::request_response,
                                    std::move(payload), std::move(how));
  if (!answer) co_return answer.error();
  co_return read(*answer);
}

asio::awaitable<result<std::string>> enqueued(client lambda, std::string function, request_body payload,
                                              invoke_options how) {
  const auto answer =
      co_await call(std::move(lambda), std::move(function), invocation_type::event, std::move(payload), std::move(how));
  if (!answer) co_return answer.error();
  co_return answer->metadata().request_id;
}

}  // namespace

bool is_lost(const error& failure) noexcept {
  switch (failure.kind()) {
    case error_kind::connect:
    case error_kind::timeout:
    case error_kind::cancelled:
    case error_kind::protocol: break;
    default: return false;
  }
  const error_info& info = failure.info();
  return info.request == request_progress::sent && info.http_status < 300;
}

function_fault fault_of(std::string_view function_error, std::string_view payload) {
  function_fault fault;
  fault.handled = function_error == "Handled";
  boost::system::error_code bad;
  const auto parsed = json::parse(payload, bad);
  const auto* said = bad ? nullptr : parsed.if_object();
  const auto text = [&](std::string_view name) -> std::string {
    const auto* member = said->if_contains(name);
    return member != nullptr && member->is_string() ? std::string{member->get_string()} : std::string{};
  };
  if (said == nullptr || !said->contains("errorMessage")) {
    fault.message = payload;
    if (said != nullptr) fault.type = text("errorType");
    return fault;
  }
  fault.type = text("errorType");
  fault.message = text("errorMessage");
  for (const auto* name : {"stackTrace", "trace"})
    if (const auto* trace = said->if_contains(name); trace != nullptr && fault.trace.is_null()) fault.trace = *trace;
  return fault;
}

asio::awaitable<result<invocation>> try_invoke(client lambda, std::string function, request_body payload,
                                               invoke_options how) {
  return without_throwing(invoked(std::move(lambda), std::move(function), std::move(payload), std::move(how)));
}
asio::awaitable<invocation> invoke(client lambda, std::string function, request_body payload, invoke_options how) {
  return aloft::detail::or_throw(
      try_invoke(std::move(lambda), std::move(function), std::move(payload), std::move(how)));
}

asio::awaitable<result<std::string>> try_enqueue(client lambda, std::string function, request_body payload,
                                                 invoke_options how) {
  return without_throwing(enqueued(std::move(lambda), std::move(function), std::move(payload), std::move(how)));
}
asio::awaitable<std::string> enqueue(client lambda, std::string function, request_body payload, invoke_options how) {
  return aloft::detail::or_throw(
      try_enqueue(std::move(lambda), std::move(function), std::move(payload), std::move(how)));
}

}  // namespace aloft::lambda

namespace aloft {

template void detail::start(boost::asio::any_io_executor, boost::asio::any_io_executor,
                            boost::asio::awaitable<result<lambda::invocation>>, completion_handler<lambda::invocation>);

}  // namespace aloft
