#include "runtime/call_observers.hpp"

#include <string>
#include <string_view>

namespace aloft::runtime {
namespace {

class logged_call final : public call_observer {
 public:
  logged_call(log_sink& to, const call_identity& call) : to_{to}, call_{call} {}

  void request_signed(const http_request& request) noexcept override {
    write(request.method + ' ' + request.scheme + "://" + request.authority() + request.path + ", " +
          std::to_string(request.body.size()) + " bytes");
  }
  void attempt_over(const attempt_report& done) noexcept override {
    std::string line = "attempt " + std::to_string(done.attempt) + ": ";
    if (done.http_status != 0) line += "HTTP " + std::to_string(done.http_status) + ' ';
    if (done.failure != nullptr) line += done.failure->code() + ": " + done.failure->message() + ' ';
    if (!done.request_id.empty()) line.append("request id ").append(done.request_id).append(" ");
    write(line + "in " + std::to_string(done.duration.count()) + " us" + steps_of(done.timings));
  }
  void retry(std::chrono::milliseconds delay) noexcept override {
    write("once more in " + std::to_string(delay.count()) + " ms");
  }
  void end(const call_report& done) noexcept override {
    write((done.failure == nullptr ? "done after " : "failed after ") + std::to_string(done.attempts) +
          (done.attempts == 1 ? " attempt, " : " attempts, ") + std::to_string(done.duration.count()) + " us");
  }

 private:
  static std::string steps_of(const exchange_timings& spent) {
    std::string all;
    const auto step = [&](std::string_view name, exchange_timings::duration time) {
      if (time.count() == 0) return;
      all.append(all.empty() ? " (" : ", ").append(name).append(" ").append(std::to_string(time.count()));
    };
    step("waiting", spent.waited);
    step("lookup", spent.lookup);
    step("connect", spent.connect);
    step("TLS", spent.tls);
    step("first byte", spent.first_byte);
    step("last byte", spent.last_byte);
    return all.empty() ? all : all + ')';
  }

  void write(const std::string& what) noexcept {
    to_.write(log_level::debug, std::string{call_.service} + ' ' + std::string{call_.operation} + ": " + what);
  }

  log_sink& to_;
  const call_identity call_;
};

class logging final : public observer {
 public:
  explicit logging(log_sink& to) : to_{to} {}

  std::unique_ptr<call_observer> begin(const call_identity& call) noexcept override {
    if (!to_.enabled(log_level::debug)) return nullptr;
    return std::make_unique<logged_call>(to_, call);
  }

 private:
  log_sink& to_;
};

}  // namespace

std::shared_ptr<observer> log_observer(log_sink& to) { return std::make_shared<logging>(to); }

}  // namespace aloft::runtime
