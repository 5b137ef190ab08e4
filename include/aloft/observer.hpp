#pragma once
// Watching calls: what each one does, when it does it, and where its time goes. An observer is given to a session
// (session_options::observers); it makes one object per call, which is told what happens to that call. Where there is
// no observer nothing is made and nothing is measured beyond what the answer's metadata holds.
//
// Calls that the library makes by itself are watched too: those of STS, SSO and sign-in on the way to credentials, of
// S3's bucket sessions, of endpoint discovery.

#include <aloft/error.hpp>
#include <aloft/http_message.hpp>

#include <chrono>
#include <memory>
#include <string_view>

namespace aloft {

/// Where the time of one exchange went, a request and its answer. Zero: that step was not needed or not reached.
struct exchange_timings {
  using duration = std::chrono::microseconds;

  duration waited{0};      ///< in line for a connection
  duration lookup{0};      ///< of the host's name
  duration connect{0};     ///< TCP's handshake, or a proxy's tunnel
  duration tls{0};         ///< TLS's handshake
  duration first_byte{0};  ///< from the start of sending until the answer's first byte
  duration last_byte{0};   ///< from the start of sending until the answer's last; 0: its body is read by the caller
  bool reused = false;     ///< the connection had carried another exchange before
};

/// A call that begins. The texts live until it ends.
struct call_identity {
  std::string_view id;         ///< sent to AWS as amz-sdk-invocation-id; no two calls have the same
  std::string_view service;    ///< the service's folder name in the models: "ec2"
  std::string_view operation;  ///< "DescribeVpcs"
  std::string_view region;     ///< of the client
};

/// An attempt that is over. Everything in it lives until the function that is told of it returns.
struct attempt_report {
  int attempt = 1;      ///< 1 for the first
  int http_status = 0;  ///< 0: no answer
  std::string_view request_id;
  const error* failure = nullptr;  ///< null: it succeeded
  std::chrono::microseconds duration{0};
  exchange_timings timings;
};

/// A call that is over. Everything in it lives until the function that is told of it returns.
struct call_report {
  int attempts = 0;
  const error* failure = nullptr;         ///< null: it succeeded
  std::chrono::microseconds duration{0};  ///< waiting between attempts included; to the head of answers that stream
};

/// Watches one call. Its functions are called one after another, never two at once, in the coroutine of the call: they
/// must be quick and must not wait. Destroyed after the call's end, or when the call's coroutine is.
/// Thread: the one that runs the call; it may change from one function to the next.
class call_observer {
 public:
  virtual ~call_observer() = default;
  /// Credentials and endpoint are looked for next.
  virtual void attempt_begins(int /*attempt*/) noexcept {}
  /// The request as it is about to be sent. It holds the signature and, with temporary keys, their session token:
  /// nothing for a log.
  virtual void request_signed(const http_request&) noexcept {}
  virtual void attempt_over(const attempt_report&) noexcept {}
  /// The call will be tried again after `delay`.
  virtual void retry(std::chrono::milliseconds /*delay*/) noexcept {}
  virtual void end(const call_report&) noexcept {}
};

/// Told of each call that begins.
/// Lifetime: held by the session and by what was made from it.
/// Thread: called from any thread that calls, by several at once.
class observer {
 public:
  virtual ~observer() = default;
  /// Whoever watches this call; null: nobody does.
  virtual std::unique_ptr<call_observer> begin(const call_identity&) noexcept = 0;
};

}  // namespace aloft
