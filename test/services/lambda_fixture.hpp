#pragma once
// Lambda as tests want it: behind a transport, by a clock that the test turns, counting what it was asked.

#include <aloft/concurrency.hpp>
#include <aloft/lambda_batch.hpp>
#include <aloft/message_transport.hpp>
#include <aloft/session.hpp>
#include <aloft/testing.hpp>

#include "support/turned_clock.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <gmock/gmock.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace aloft::testing {

namespace asio = boost::asio;
using std::chrono::milliseconds;

/// What the double does with one request.
struct fate {
  milliseconds takes{0};
  int status = 200;
  std::string body = {};    ///< empty: the payload
  std::string fault = {};   ///< X-Amz-Function-Error
  bool unanswered = false;  ///< taken whole, and no answer comes
};

/// Answers requests when the clock says so. For one thread.
class function_double final : public message_transport {
 public:
  using script = std::function<fate(const std::string& payload, int nth)>;
  function_double(const clock& time, script behaviour) : time_{time}, behaviour_{std::move(behaviour)} {}

  asio::awaitable<result<http_response>> exchange(http_request request) override {
    const std::string payload = request.body;
    most_ = std::max(most_, ++running_);
    order_.push_back(payload);
    const fate comes = behaviour_(payload, ++asked_[payload]);
    last_ = std::move(request);
    wake woken = wake::done;
    if (comes.takes.count() > 0) woken = co_await sleep(time_, comes.takes);
    --running_;
    if (woken == wake::cancelled) ++cancelled_;
    if (woken == wake::cancelled || comes.unanswered) {
      error_info info;
      info.kind = woken == wake::cancelled ? error_kind::cancelled : error_kind::connect;
      info.code = woken == wake::cancelled ? "Cancelled" : "ConnectionClosed";
      info.message = "the connection was closed";
      info.retryable = true;
      info.request = request_progress::sent;
      co_return error{std::move(info)};
    }
    header_list headers;
    headers.add("x-amzn-RequestId", "id-" + std::to_string(order_.size()));
    headers.add("X-Amz-Executed-Version", "7");
    if (!comes.fault.empty()) headers.add("X-Amz-Function-Error", comes.fault);
    if (comes.status == 429) {
      headers.add("x-amzn-ErrorType", "TooManyRequestsException");
      co_return reply(429, R"({"Type":"User","Reason":"ConcurrentInvocationLimitExceeded"})", std::move(headers));
    }
    ++served_[payload];
    co_return reply(comes.status, comes.body.empty() ? payload : comes.body, std::move(headers));
  }

  int most() const noexcept { return most_; }            ///< requests at once
  int running() const noexcept { return running_; }      ///< now
  int cancelled() const noexcept { return cancelled_; }  ///< while the function ran
  const std::map<std::string, int>& asked() const noexcept { return asked_; }
  const std::map<std::string, int>& served() const noexcept { return served_; }
  const std::vector<std::string>& order() const noexcept { return order_; }
  const http_request& last() const noexcept { return last_; }

 private:
  const clock& time_;
  const script behaviour_;
  int most_ = 0, running_ = 0, cancelled_ = 0;
  std::map<std::string, int> asked_, served_;
  std::vector<std::string> order_;
  http_request last_;
};

/// A coroutine that runs on a context, with the clock turned whenever nothing else goes on.
struct lambda_home : ::testing::Test {
  turned_clock clock;
  asio::io_context context;
  std::shared_ptr<function_double> functions;

  client lambda(function_double::script behaviour) {
    functions = std::make_shared<function_double>(clock, std::move(behaviour));
    session_options how;
    how.region = "eu-west-1";
    how.credentials.emplace();
    how.credentials->access_key_id = "AKIDEXAMPLE";
    how.credentials->secret_access_key = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    how.clock = &clock;
    how.transport = functions;
    return session{context.get_executor(), how}.client("lambda");
  }

  /// What can run without time passing.
  void step() {
    context.restart();
    context.poll();
  }
  void pass(milliseconds time, milliseconds at_once = milliseconds{5}) {
    for (step(); time.count() > 0; time -= at_once) {
      clock.turn(at_once);
      step();
    }
  }

  template <class T>
  struct running {
    asio::cancellation_signal stop;
    std::exception_ptr thrown;
    std::optional<T> outcome;
    bool over() const { return thrown || outcome; }
  };
  template <class T>
  std::shared_ptr<running<T>> start(asio::awaitable<T> work) {
    auto state = std::make_shared<running<T>>();
    asio::co_spawn(context, std::move(work),
                   asio::bind_cancellation_slot(state->stop.slot(), [state](std::exception_ptr thrown, T outcome) {
                     state->thrown = std::move(thrown);
                     if (!state->thrown) state->outcome.emplace(std::move(outcome));
                   }));
    step();
    return state;
  }
  template <class T>
  void cancel(const std::shared_ptr<running<T>>& what) {
    asio::post(context, [what] { what->stop.emit(asio::cancellation_type::terminal); });
    step();
  }
  /// To its end; at most an hour of the clock's time.
  template <class T>
  T finish(const std::shared_ptr<running<T>>& what, milliseconds at_once = milliseconds{5}) {
    for (auto begun = clock.passed(); !what->over() && clock.passed() - begun < std::chrono::hours{1};)
      pass(at_once, at_once);
    if (!what->over()) throw std::logic_error{"did not end within an hour"};
    if (what->thrown) std::rethrow_exception(what->thrown);
    return std::move(*what->outcome);
  }
};

}  // namespace aloft::testing
