#pragma once
// The one error type of aloft. It says how far a call got (kind), what AWS or aloft called the fault (code), and
// everything needed to act on it; what() is one line with all of it. Secrets never appear in it.

#include <boost/json/fwd.hpp>
#include <boost/system/result.hpp>

#include <chrono>
#include <exception>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace aloft {

/// How far a call got before it failed.
enum class error_kind {
  usage,        ///< a bad name, parameter or option: nothing was sent
  config,       ///< a configuration file, environment variable or model that cannot be used: nothing was sent
  credentials,  ///< no usable identity was found, or a provider failed
  connect,      ///< no connection came about (name lookup, TCP, TLS, proxy), or it broke before an answer
  timeout,      ///< one of the deadlines (connect, TLS, idle, attempt, operation) passed
  cancelled,    ///< the caller cancelled the call
  protocol,     ///< an answer came, or part of one, and could not be understood
  service,      ///< AWS answered that it will not
};

/// The kind's name as written above ("usage", "config", …).
std::string_view to_string(error_kind kind) noexcept;

/// How much of an attempt's request had been handed to the network when the attempt ended without an answer.
enum class request_progress {
  not_sent,     ///< not a byte: the server cannot have carried it out
  partly_sent,  ///< not its end
  sent,         ///< all of it: nobody knows whether it was carried out
};

/// What became of one attempt of a call.
struct attempt_outcome {
  std::string code;                    ///< error code of this attempt
  int http_status = 0;                 ///< 0: no answer
  std::chrono::milliseconds delay{0};  ///< how long the call waited after this attempt before the next one
};

/// Everything an error knows. Filled in by the layers a call passes through, outermost last.
struct error_info {
  error_kind kind = error_kind::usage;
  std::string code;     ///< AWS's error code, or aloft's own name of the fault ("UnknownService")
  std::string message;  ///< one line, for people: what was wrong, where, what was expected
  int http_status = 0;  ///< 0: no answer was received
  std::string request_id;
  std::string service;    ///< model name of the service, e.g. "ec2"
  std::string operation;  ///< model name of the operation, e.g. "DescribeVpcs"
  std::string region;
  std::string endpoint;                                   ///< scheme, host and port that were asked
  std::vector<attempt_outcome> attempts;                  ///< in order; empty when nothing was sent
  request_progress request = request_progress::not_sent;  ///< of the last attempt, where no answer came
  bool retryable = false;                                 ///< the same call may succeed later
  bool throttling = false;                                ///< the server asked for fewer calls
  std::shared_ptr<const boost::json::object>
      members;  ///< modelled members of a service error; null when there are none
};

/// An immutable, cheaply copied error. Thread-safe to read.
class error : public std::exception {
 public:
  error();  ///< an empty usage error; exists so that result<T> can be default-constructed
  explicit error(error_info info);
  error(error_kind kind, std::string code, std::string message);

  const error_info& info() const noexcept { return state_->info; }
  error_kind kind() const noexcept { return info().kind; }
  const std::string& code() const noexcept { return info().code; }
  const std::string& message() const noexcept { return info().message; }
  bool retryable() const noexcept { return info().retryable; }

  /// One line: operation, region, kind, code, message, status, request id, endpoint, attempts.
  const char* what() const noexcept override { return state_->line.c_str(); }

  /// A copy with more known about it: `edit` receives the information to change.
  template <class Edit>
  error with(Edit edit) const {
    error_info copy = info();
    edit(copy);
    return error{std::move(copy)};
  }

 private:
  struct state {
    error_info info;
    std::string line;
  };
  std::shared_ptr<const state> state_;
};

/// A value or an aloft::error. value() throws the error.
template <class T>
using result = boost::system::result<T, error>;

/// Found by boost::system::result: value() on a failed result throws the aloft::error itself.
[[noreturn]] void throw_exception_from_error(const error& failure, const boost::source_location& where);

}  // namespace aloft
