#pragma once
// Where aloft writes what it does. Nothing is written unless session_options::log names a sink; messages never hold
// secrets: no keys, no signatures, no tokens, no output of credential processes.

#include <string_view>

namespace aloft {

enum class log_level {
  debug,    ///< each step of a call: requests, answers, pool decisions
  warning,  ///< something went on in a way the user may want to know of: old credentials used on, a cache not written
};

/// Derive from it to see what aloft does. Implementations are thread-safe, do not throw, and outlive the sessions that
/// were given them. They are called where things happen, in the event loop: slow ones hand the line on.
class log_sink {
 public:
  virtual ~log_sink() = default;
  /// Lines of this level are wanted. Asked before a line is put together; debug is asked once per session.
  virtual bool enabled(log_level level) const noexcept = 0;
  /// One line without its end; the text lives as long as the call.
  virtual void write(log_level level, std::string_view line) noexcept = 0;
};

}  // namespace aloft
