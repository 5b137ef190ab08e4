#pragma once
// Clients of a scripted server, through the public face.

#include "aloft/session.hpp"
#include "core/random_source.hpp"
#include "support/scripted_server.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <gmock/gmock.h>

#include <atomic>
#include <chrono>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace aloft::testing {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using namespace aloft::literals;

inline const std::string two_regions =
    "<DescribeRegionsResponse "
    "xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\"><requestId>59dbff89</requestId><regionInfo>"
    "<item><regionName>eu-west-1</regionName><regionEndpoint>ec2.eu-west-1.amazonaws.com</regionEndpoint></item>"
    "<item><regionName>us-east-1</regionName><regionEndpoint>ec2.us-east-1.amazonaws.com</regionEndpoint></item>"
    "</regionInfo></DescribeRegionsResponse>";

inline std::string ec2_error(const std::string& code, const std::string& message = "no") {
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Response><Errors><Error><Code>" + code + "</Code><Message>" +
         message + "</Message></Error></Errors><RequestID>0503f4e9</RequestID></Response>";
}

inline std::string answer(int status, const std::string& body, const std::string& fields = "") {
  return "HTTP/1.1 " + std::to_string(status) + " X\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
         fields + "\r\n" + body;
}

/// Serves every request with the same bytes.
inline scripted_server::script always(std::string bytes) {
  return [bytes = std::move(bytes)](peer& client) {
    while (!client.read_request().empty()) client.write(bytes);
  };
}

/// Answers from a list, whatever the connection; the last one goes on. Keeps what it was asked.
class sequence {
 public:
  explicit sequence(std::vector<std::string> answers) : answers_{std::move(answers)} {}

  scripted_server::script script() {
    return [this](peer& client) {
      for (;;) {
        const std::string request = client.read_request();
        if (request.empty()) return;
        client.write(next(request));
      }
    };
  }
  std::vector<std::string> requests() const {
    std::lock_guard lock{mutex_};
    return requests_;
  }

 private:
  std::string next(const std::string& request) {
    std::lock_guard lock{mutex_};
    requests_.push_back(request);
    return answers_[std::min(requests_.size(), answers_.size()) - 1];
  }

  mutable std::mutex mutex_;
  std::vector<std::string> answers_;
  std::vector<std::string> requests_;
};

/// Stands still but for what is slept away.
class virtual_clock final : public clock {
 public:
  std::chrono::system_clock::time_point now() const noexcept override {
    return std::chrono::system_clock::time_point{1'800'000'000s} + std::chrono::milliseconds{slept_};
  }
  std::chrono::steady_clock::time_point steady_now() const noexcept override {
    return std::chrono::steady_clock::now();
  }
  bool skip(std::chrono::milliseconds by) const noexcept override {
    slept_ += by.count();
    ++sleeps_;
    return true;
  }
  std::chrono::milliseconds slept() const noexcept { return std::chrono::milliseconds{slept_}; }
  int sleeps() const noexcept { return sleeps_; }

 private:
  mutable std::atomic<std::int64_t> slept_{0};
  mutable std::atomic<int> sleeps_{0};
};

inline session_options options_for(const scripted_server& server) {
  session_options options;
  options.region = "eu-west-1";
  options.endpoint_url = "http://127.0.0.1:" + std::to_string(server.port());
  options.credentials.emplace();
  options.credentials->access_key_id = "AKIDEXAMPLE";
  options.credentials->secret_access_key = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
  return options;
}

/// Runs a coroutine to its end on a loop of its own; throws what it throws.
template <class T>
T run(asio::io_context& context, asio::awaitable<T> work) {
  std::exception_ptr thrown;
  std::optional<T> outcome;
  asio::co_spawn(context, std::move(work), [&](std::exception_ptr failure, T value) {
    thrown = std::move(failure);
    outcome.emplace(std::move(value));
    context.stop();  // an answer whose body is still open keeps the context busy with its timer
  });
  context.restart();
  context.run();
  if (thrown) std::rethrow_exception(thrown);
  return std::move(*outcome);
}

}  // namespace aloft::testing
