#include "runtime/observer.hpp"

#include <string>

namespace aloft::runtime {
namespace {

class logging final : public observer {
 public:
  explicit logging(log_sink& to) : to_{to} {}

  void before_sign(const model::operation& operation, http_request& request) noexcept override {
    write(operation, request.method + ' ' + request.scheme + "://" + request.authority() + request.path + ", " +
                         std::to_string(request.body.size()) + " bytes");
  }
  void after_attempt(const attempt_report& done) noexcept override {
    std::string line = "attempt " + std::to_string(done.attempt) + ": ";
    if (done.http_status != 0) line += "HTTP " + std::to_string(done.http_status) + ' ';
    if (done.failure) line += done.failure->code() + ": " + done.failure->message() + ' ';
    if (!done.request_id.empty()) line.append("request id ").append(done.request_id).append(" ");
    write(done.operation, line + "in " + std::to_string(done.duration.count()) + " us");
  }
  void before_retry(const model::operation& operation, std::chrono::milliseconds delay) noexcept override {
    write(operation, "once more in " + std::to_string(delay.count()) + " ms");
  }
  void after_call(const call_report& done) noexcept override {
    write(done.operation, (!done.failure ? "done after " : "failed after ") + std::to_string(done.attempts) +
                              (done.attempts == 1 ? " attempt, " : " attempts, ") +
                              std::to_string(done.duration.count()) + " us");
  }

 private:
  void write(const model::operation& operation, const std::string& what) noexcept {
    if (!to_.enabled(log_level::debug)) return;
    to_.write(log_level::debug,
              std::string{operation.owner->metadata().name} + ' ' + std::string{operation.name} + ": " + what);
  }

  log_sink& to_;
};

}  // namespace

std::shared_ptr<observer> log_observer(log_sink& to) { return std::make_shared<logging>(to); }

}  // namespace aloft::runtime
