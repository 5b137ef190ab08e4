#pragma once
// The library's log, handed on to Python's when somebody has the GIL: nobody who writes a line waits for it.

#include "ref.hpp"

#include <aloft/log.hpp>

#include <atomic>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace aloft::python {

/// One for the process, for ever. Two sinks on it: with each step of a call, and with warnings alone.
class log_lines {
 public:
  static log_lines& get();
  log_sink& sink(bool debug) noexcept { return debug ? all_ : warnings_; }

  /// With the GIL: gives what has come to Python, oldest first.
  void hand_over();
  /// What takes it: called with a number of the module logging (10 or 30) and a line.
  void set_taker(PyObject* callable);

 private:
  class sink_of final : public log_sink {
   public:
    sink_of(log_lines& to, bool debug) : to_{to}, debug_{debug} {}
    bool enabled(log_level level) const noexcept override { return debug_ || level != log_level::debug; }
    void write(log_level level, std::string_view line) noexcept override;

   private:
    log_lines& to_;
    const bool debug_;
  };

  log_lines() = default;
  std::mutex mutex_;
  std::atomic<bool> some_ = false;
  std::vector<std::pair<log_level, std::string>> lines_;
  PyObject* taker_ = nullptr;
  sink_of all_{*this, true}, warnings_{*this, false};
};

}  // namespace aloft::python
