#pragma once
// What a piece of work costs this process: time on the wall, CPU time, and how many threads there were at once.

#include <chrono>
#include <cstddef>
#include <memory>

namespace aloft::cli {

struct resource_use {
  std::chrono::microseconds wall{0};
  std::chrono::microseconds cpu{0};  ///< user and system, of all threads
  std::size_t peak_threads = 0;      ///< the calling one included
};

/// Measures from its construction to stop(). A thread of its own looks at the number of threads every two milliseconds;
/// neither it nor its CPU time is counted.
class resource_meter {
 public:
  resource_meter();
  ~resource_meter();
  resource_use stop();

 private:
  struct state;
  std::unique_ptr<state> state_;
};

}  // namespace aloft::cli
