#pragma once
// A client of one service in one region: a cheap handle on state that its session shares. Copies share everything.
// May be used from several threads.

#include <aloft/completion.hpp>
#include <aloft/endpoint_options.hpp>
#include <aloft/error.hpp>
#include <aloft/event_stream.hpp>
#include <aloft/http2.hpp>
#include <aloft/input.hpp>
#include <aloft/option_headers.hpp>
#include <aloft/option_text.hpp>
#include <aloft/pages.hpp>
#include <aloft/presign.hpp>
#include <aloft/refused_answer.hpp>
#include <aloft/request_body.hpp>
#include <aloft/response.hpp>
#include <aloft/shape_sink.hpp>
#include <aloft/wait.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/json/value.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace aloft {

class clock;

/// What one client does differently from its session. What is left empty is as the session has it. A time limit of zero
/// lifts the session's: there is none then.
struct client_options {
  option_text region = {};                                          ///< "eu-west-1"
  option_text endpoint_url = {};                                    ///< scheme://host[:port][/path]; of its own service
                                                                    ///< alone: credentials come from where they come
  std::optional<int> max_attempts = {};                             ///< first attempt included; default 3
  bool sign_requests = true;                                        ///< false: anonymous, no credentials are looked for
  std::optional<std::chrono::milliseconds> attempt_timeout = {};    ///< one attempt
  std::optional<std::chrono::milliseconds> operation_timeout = {};  ///< the whole call, retries included
  std::optional<std::chrono::milliseconds> idle_timeout = {};       ///< as session_options::idle_timeout
  /// For services that take tokens instead of signatures; AWS_BEARER_TOKEN_<SERVICE> (unless code has said who calls),
  /// else the profile's SSO session.
  option_text bearer_token = {};
  endpoint_options endpoint = {};          ///< FIPS, dual-stack, S3's settings, …
  std::optional<http2_policy> http2 = {};  ///< as session_options::http2
};

/// What one call does differently from its client, and the body of its request. Time limits cover the call up to its
/// answer; the body of an answer that streams is the reader's own time. A limit of zero lifts the client's.
struct call_options {
  std::optional<std::chrono::milliseconds> attempt_timeout = {};
  std::optional<std::chrono::milliseconds> operation_timeout = {};
  std::optional<std::chrono::milliseconds> idle_timeout = {};
  /// What the input's blob body is to be (S3 PutObject's Body, Lambda Invoke's Payload), instead of a parameter with
  /// base64 text. A body that cannot be sent twice forbids retries once some of it has been read. Where the parameters
  /// state a ContentLength that is not its size: usage error "BodyLengthMismatch".
  request_body body = {};
  /// Added to each request before it is signed, in place of the operation's own of the same names. Usage error
  /// "InvalidHeader" for names and values that HTTP does not allow, and for headers that the library makes itself.
  option_headers headers = {};
  /// Takes the output instead of response::output(), which is then null, while it is read: members in the order in
  /// which they come, lists and maps of unknown_size. Refusals do not reach it. An answer that breaks off is read again
  /// where the sink can begin anew (shape_sink::restart). Its own error ends the call. It must outlive the call.
  shape_sink* output = nullptr;
  /// Takes the last answer of an HTTP status that says that the service refuses, in the call's coroutine. It must
  /// outlive the call.
  refused_answer* refused = nullptr;
};

namespace detail {

/// What a completion token cannot be: it is parameters or options.
template <class T>
concept not_an_argument = !std::is_convertible_v<T&&, input> && !std::is_convertible_v<T&&, call_options> &&
                          !std::is_convertible_v<T&&, stream_options> && !std::is_convertible_v<T&&, presign_options> &&
                          !std::is_convertible_v<T&&, wait_options>;

}  // namespace detail

/// Each operation comes in three forms: `call` is a coroutine that throws aloft::error, `try_call` one that gives the
/// error as a value, `async_call` takes any completion token.
///
/// Operations are named in any spelling ("DescribeVpcs", "describe_vpcs", "describe-vpcs").
/// Cancellation: terminal and partial; the call ends with error_kind::cancelled. What was sent may have taken effect.
///   Coroutines follow their caller's slot; a coroutine that is cancelled before its first step ends with
///   boost::system::system_error, as Asio's coroutines do.
/// Ends with: see completion.hpp. `async_` forms complete on the token's associated executor, else on the session's.
/// Errors: see error_kind; of presigning also usage "InvalidSigningOption" for an expiry that is not 1 s to 7 days,
///   "CannotPresign" for operations that take bearer tokens or streams of events.
/// Lifetime: an operation that was started goes on without the client. The executor's context must outlive it.
/// Thread: safe. Blocks: the first call of a session reads the configuration's files.
class client {
  /// A call of one of the members below, made when an operation is started.
  template <class Member, class Options>
  auto later(Member member, std::string_view operation, input parameters, Options options) const {
    return [self = *this, member, name = std::string{operation}, parameters = std::move(parameters),
            options = std::move(options)]() mutable {
      return (self.*member)(name, std::move(parameters), std::move(options));
    };
  }

 public:
  using executor_type = boost::asio::any_io_executor;

  /// Runs the operation and gives its answer. The coroutines run in the caller's: its executor, its cancellation slot.
  boost::asio::awaitable<response> call(std::string_view operation, input parameters = {},
                                        call_options options = {}) const;
  boost::asio::awaitable<result<response>> try_call(std::string_view operation, input parameters = {},
                                                    call_options options = {}) const;
  template <detail::not_an_argument CompletionToken = default_token>
  auto async_call(std::string_view operation, input parameters, call_options options,
                  CompletionToken&& token = CompletionToken{}) const {
    return detail::initiate<response>(get_executor(),
                                      later(&client::try_call, operation, std::move(parameters), std::move(options)),
                                      std::forward<CompletionToken>(token));
  }
  template <detail::not_an_argument CompletionToken = default_token>
  auto async_call(std::string_view operation, input parameters, CompletionToken&& token = CompletionToken{}) const {
    return async_call(operation, std::move(parameters), call_options{}, std::forward<CompletionToken>(token));
  }
  template <detail::not_an_argument CompletionToken = default_token>
  auto async_call(std::string_view operation, CompletionToken&& token = CompletionToken{}) const {
    return async_call(operation, input{}, call_options{}, std::forward<CompletionToken>(token));
  }

  /// Runs an operation whose output is a stream of events, up to the head of its answer: <aloft/event_stream.hpp>. To
  /// call it instead is the usage error "EventStreamOperation", to open any other "NoEventStream". One
  /// that takes events too is open once its request has left.
  boost::asio::awaitable<event_stream> open(std::string_view operation, input parameters = {},
                                            stream_options options = {}) const;
  boost::asio::awaitable<result<event_stream>> try_open(std::string_view operation, input parameters = {},
                                                        stream_options options = {}) const;
  template <detail::not_an_argument CompletionToken = default_token>
  auto async_open(std::string_view operation, input parameters = {}, stream_options options = {},
                  CompletionToken&& token = CompletionToken{}) const {
    return detail::initiate<event_stream>(
        get_executor(), later(&client::try_open, operation, std::move(parameters), std::move(options)),
        std::forward<CompletionToken>(token));
  }

  /// The operation's answers page by page, or row by row: <aloft/pages.hpp>. Sends nothing yet.
  aloft::pages pages(std::string_view operation, input parameters = {}, pages_options options = {}) const;
  aloft::items items(std::string_view operation, input parameters = {}, pages_options options = {}) const;

  /// Asks again and again until what the waiter describes has come about ("instance_running"; any spelling). Throws
  /// aloft::error when it does not: service "WaiterFailed", timeout "WaiterTimedOut"; those of try_wait.
  /// Cancellation: total, while it waits; else as that of a call.
  boost::asio::awaitable<wait_outcome> wait(std::string_view waiter, input parameters = {},
                                            wait_options options = {}) const;
  /// The same with the outcome as a value, whatever it is. Errors: usage "UnknownWaiter" with suggestions,
  /// "BadWaitLimit"; those of calls, but for the service's refusals, which waiters judge.
  boost::asio::awaitable<result<wait_outcome>> try_wait(std::string_view waiter, input parameters = {},
                                                        wait_options options = {}) const;
  /// wait() for any completion token with signature void(std::exception_ptr, wait_outcome).
  template <detail::not_an_argument CompletionToken = default_token>
  auto async_wait(std::string_view waiter, input parameters = {}, wait_options options = {},
                  CompletionToken&& token = CompletionToken{}) const {
    return detail::initiate<wait_outcome>(get_executor(),
                                          later(&client::wait_or_error, waiter, std::move(parameters), options),
                                          std::forward<CompletionToken>(token));
  }

  /// Serializes and signs without sending anything (credentials are resolved).
  boost::asio::awaitable<prepared_request> prepare(std::string_view operation, input parameters = {},
                                                   call_options options = {}) const;
  boost::asio::awaitable<result<prepared_request>> try_prepare(std::string_view operation, input parameters = {},
                                                               call_options options = {}) const;
  template <detail::not_an_argument CompletionToken = default_token>
  auto async_prepare(std::string_view operation, input parameters = {}, call_options options = {},
                     CompletionToken&& token = CompletionToken{}) const {
    return detail::initiate<prepared_request>(
        get_executor(), later(&client::try_prepare, operation, std::move(parameters), std::move(options)),
        std::forward<CompletionToken>(token));
  }

  /// A request that whoever has its URL may send until it expires; for operations that take no signature just the URL.
  /// S3's uploads may carry any body; other services sign the body as well.
  boost::asio::awaitable<presigned_request> presign(std::string_view operation, input parameters = {},
                                                    presign_options options = {}) const;
  boost::asio::awaitable<result<presigned_request>> try_presign(std::string_view operation, input parameters = {},
                                                                presign_options options = {}) const;
  template <detail::not_an_argument CompletionToken = default_token>
  auto async_presign(std::string_view operation, input parameters = {}, presign_options options = {},
                     CompletionToken&& token = CompletionToken{}) const {
    return detail::initiate<presigned_request>(
        get_executor(), later(&client::try_presign, operation, std::move(parameters), std::move(options)),
        std::forward<CompletionToken>(token));
  }

  /// A form by which a browser may upload one object to S3 within the policy's limits. Errors as those of presigning
  /// and of sign_post_policy. In GCC 12 the policy must be a variable where the expression has a co_await in it.
  boost::asio::awaitable<presigned_post> presign_post(post_policy policy) const;
  boost::asio::awaitable<result<presigned_post>> try_presign_post(post_policy policy) const;
  template <detail::not_an_argument CompletionToken = default_token>
  auto async_presign_post(post_policy policy, CompletionToken&& token = CompletionToken{}) const {
    return detail::initiate<presigned_post>(
        get_executor(),
        [self = *this, policy = std::move(policy)]() mutable { return self.try_presign_post(std::move(policy)); },
        std::forward<CompletionToken>(token));
  }

  /// The service's folder name in the models ("ec2"), and the region. Asking for a region that code does not state
  /// reads the configuration; empty: none is known.
  std::string_view service_name() const noexcept;
  std::string_view region() const;
  executor_type get_executor() const noexcept;
  /// The session's: what it waits and measures by.
  const aloft::clock& clock() const noexcept;

  struct state;
  explicit client(std::shared_ptr<const state> state) noexcept;

 private:
  /// try_wait() whose every end but success is an error.
  boost::asio::awaitable<result<wait_outcome>> wait_or_error(std::string_view waiter, input parameters,
                                                             wait_options options) const;

  friend class blocking_client;

  std::shared_ptr<const state> state_;
};

inline namespace literals {
/// R"({"MaxResults": 100})"_json
boost::json::value operator""_json(const char* text, std::size_t size);
}  // namespace literals

}  // namespace aloft
