#pragma once
// Calls through the public face, under a clock that the test turns: no test waits for a limit.

#include "client/machine.hpp"
#include "support/turned_clock.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/this_coro.hpp>

#include <memory>
#include <utility>

namespace aloft::testing {

/// A call that has been started, its signal, and what came of it.
class running_call {
 public:
  running_call(asio::io_context& on, asio::awaitable<result<response>> work) : context_{on} {
    asio::co_spawn(on, std::move(work),
                   asio::bind_cancellation_slot(state_->stop.slot(),
                                                [into = state_](std::exception_ptr thrown, result<response> outcome) {
                                                  into->thrown = std::move(thrown);
                                                  into->outcome.emplace(std::move(outcome));
                                                }));
  }
  bool over() const { return state_->outcome.has_value(); }
  void cancel() {
    asio::post(context_, [of = state_] { of->stop.emit(asio::cancellation_type::terminal); });
  }
  /// "kind: code", "ok", or "waits".
  std::string outcome() const {
    if (!over()) return "waits";
    if (state_->thrown) return "an exception";
    if (state_->outcome->has_value()) return "ok";
    const error& failure = state_->outcome->error();
    return std::string{to_string(failure.kind())} + ": " + failure.code();
  }

 private:
  struct state {
    asio::cancellation_signal stop;
    std::exception_ptr thrown;
    std::optional<result<response>> outcome;
  };
  asio::io_context& context_;
  std::shared_ptr<state> state_ = std::make_shared<state>();
};

struct turned_session : ::testing::Test {
  machine home;
  turned_clock clock;
  asio::io_context context;

  session_options options() {
    session_options with;
    with.clock = &clock;
    return with;
  }
  session_options options(const scripted_server& server) {
    auto with = options_for(server);
    with.clock = &clock;
    return with;
  }
  running_call start(asio::awaitable<result<response>> work) { return running_call{context, std::move(work)}; }

  /// Until the condition holds, which other threads may bring about.
  template <class Condition>
  void run_until(Condition condition) {
    context.restart();
    while (!condition()) context.run_one_for(1ms);
  }
  /// What can run without time passing.
  void step() {
    context.restart();
    context.poll();
  }
  /// The call ends within 250 ms of the clock's time, and not before 200.
  std::string outcome_at_its_limit(const running_call& of) {
    step();
    clock.turn(199ms);
    step();
    if (of.over()) return "early: " + of.outcome();
    for (const auto part : {1ms, 25ms, 25ms}) {
      clock.turn(part);
      step();
    }
    return of.outcome();
  }
};

}  // namespace aloft::testing
