#pragma once
// --debug: what the library does, on the standard error.

#include "aloft/log.hpp"
#include "cli/console.hpp"

#include <string>

namespace aloft::cli {

class stderr_log final : public log_sink {
 public:
  explicit stderr_log(bool debug) noexcept : debug_{debug} {}
  bool enabled(log_level level) const noexcept override { return debug_ || level == log_level::warning; }
  void write(log_level level, std::string_view line) noexcept override {
    if (enabled(level)) console{}.report(std::string{level == log_level::debug ? "debug: " : "warning: "}.append(line));
  }

 private:
  bool debug_;
};

}  // namespace aloft::cli
