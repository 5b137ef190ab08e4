#pragma once
// Where aloft writes what it does. Nothing is written unless a sink is given; messages never hold secrets.

#include <string_view>

namespace aloft {

enum class log_level {
  debug,    ///< each step of a call: requests, answers, pool decisions
  warning,  ///< something went on in a way the user may want to know of
};

/// Implementations are thread-safe and do not throw.
class log_sink {
 public:
  virtual ~log_sink() = default;
  virtual bool enabled(log_level level) const noexcept = 0;
  virtual void write(log_level level, std::string_view line) noexcept = 0;
};

}  // namespace aloft
