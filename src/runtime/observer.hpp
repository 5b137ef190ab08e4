#pragma once
// Those who watch calls. They are told in the coroutine of the call: they must be quick, thread-safe and not throw.

#include "aloft/error.hpp"
#include "aloft/log.hpp"
#include "core/http_message.hpp"
#include "model/service.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace aloft::runtime {

/// What an observer is told about an attempt that is over.
struct attempt_report {
  const model::operation& operation;
  int attempt;      ///< 1 for the first
  int http_status;  ///< 0: no answer
  std::string_view request_id;
  std::optional<error> failure;  ///< nothing: it succeeded
  std::chrono::microseconds duration;
};

/// What an observer is told about a call that is over.
struct call_report {
  const model::operation& operation;
  int attempts;
  std::optional<error> failure;        ///< nothing: it succeeded
  std::chrono::microseconds duration;  ///< waiting between attempts included
};

class observer {
 public:
  virtual ~observer() = default;
  /// May edit the request; what it adds is signed.
  virtual void before_sign(const model::operation&, http_request&) noexcept {}
  virtual void after_attempt(const attempt_report&) noexcept {}
  /// The call will be tried again after `delay`.
  virtual void before_retry(const model::operation&, std::chrono::milliseconds) noexcept {}
  virtual void after_call(const call_report&) noexcept {}
};

/// All who watch the calls of a client. Costs nothing where nobody does.
class observers {
 public:
  observers() = default;
  explicit observers(std::vector<std::shared_ptr<observer>> all) : all_{std::move(all)} {}

  void before_sign(const model::operation& operation, http_request& request) const noexcept {
    for (const auto& one : all_) one->before_sign(operation, request);
  }
  void after_attempt(const attempt_report& report) const noexcept {
    for (const auto& one : all_) one->after_attempt(report);
  }
  void before_retry(const model::operation& operation, std::chrono::milliseconds delay) const noexcept {
    for (const auto& one : all_) one->before_retry(operation, delay);
  }
  void after_call(const call_report& report) const noexcept {
    for (const auto& one : all_) one->after_call(report);
  }
  bool none() const noexcept { return all_.empty(); }

 private:
  std::vector<std::shared_ptr<observer>> all_;
};

/// Writes each step to a log, without bodies, signatures and credentials.
std::shared_ptr<observer> log_observer(log_sink& to);

}  // namespace aloft::runtime
