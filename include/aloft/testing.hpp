#pragma once
// Tests of programs that call AWS, without AWS: a transport that answers from a script, one that writes down what it
// carries, and one that answers from what was written. Each goes into session_options::transport. (Servers that behave
// like AWS: <aloft/local.hpp>.)
//
// Of exchange, in all of them:
// Cancellation: through the coroutine's slot, where another transport is waited for.
// Ends with: the whole answer.
// Errors: those of the script, of the other transport, or "NotRecorded".
// Lifetime: the state of a transport lives as long as an exchange of it.
// Thread: any, several at once.

#include <aloft/message_transport.hpp>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace aloft::testing {

/// A whole answer, for scripts.
http_response reply(int status, std::string body = {}, header_list headers = {});

/// Answers from a script, without a network. Thread-safe.
class scripted_transport final : public message_transport {
 public:
  /// Called once per request, by several calls at once where there are such. An error ends the attempt.
  using script = std::function<result<http_response>(const http_request&)>;

  explicit scripted_transport(script answers);
  /// One answer after another, whatever is asked; the last one goes on.
  explicit scripted_transport(std::vector<http_response> answers);
  ~scripted_transport() override;

  /// The same as message_transport::exchange.
  boost::asio::awaitable<result<http_response>> exchange(http_request request) override;
  /// What it was asked so far, signed as it came.
  std::vector<http_request> requests() const;

 private:
  struct state;
  const std::shared_ptr<state> state_;
};

/// Passes requests on to another transport and appends each exchange to a file, one line of JSON each, without secrets:
/// signatures, tokens, secret keys and passwords are replaced by "REDACTED" in headers, queries and bodies (texts,
/// forms, JSON, XML). The members are found by name; what a program keeps as a secret under a name of its own is not
/// known here, so look at a recording before you give it away. Thread-safe.
class recording_transport final : public message_transport {
 public:
  /// Throws aloft::error: usage "OutputFile" when the file cannot be written.
  recording_transport(std::shared_ptr<message_transport> carrier, std::string path);
  ~recording_transport() override;

  /// The same as message_transport::exchange.
  boost::asio::awaitable<result<http_response>> exchange(http_request request) override;

 private:
  struct state;
  const std::shared_ptr<state> state_;
};

/// Answers from a recording. A request is answered by the first exchange, not yet used, of the same method, URL and
/// body once its secrets are taken out; where no body is the same (random tokens, times), of the same method and URL.
/// Where there is none: usage error "NotRecorded". Thread-safe.
class replaying_transport final : public message_transport {
 public:
  /// Throws aloft::error: usage "BodyFile" when the file cannot be read or is no recording.
  explicit replaying_transport(const std::string& path);
  ~replaying_transport() override;

  /// The same as message_transport::exchange.
  boost::asio::awaitable<result<http_response>> exchange(http_request request) override;

 private:
  struct state;
  const std::shared_ptr<state> state_;
};

}  // namespace aloft::testing
