#include "cli/command/compare/resource_meter.hpp"

#include <fcntl.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <condition_variable>
#include <mutex>
#include <string_view>
#include <thread>

namespace aloft::cli {
namespace {

using std::chrono::microseconds;
using std::chrono::steady_clock;

microseconds cpu_of_process() noexcept {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const auto time = [](const timeval& value) {
    return std::chrono::seconds{value.tv_sec} + microseconds{value.tv_usec};
  };
  return time(usage.ru_utime) + time(usage.ru_stime);
}

microseconds cpu_of_this_thread() noexcept {
  timespec time{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return std::chrono::seconds{time.tv_sec} +
         std::chrono::duration_cast<microseconds>(std::chrono::nanoseconds{time.tv_nsec});
}

/// The count in /proc/self/status; 0 where there is none.
std::size_t threads_now(int status_file) noexcept {
  char text[4096];
  const auto size = ::pread(status_file, text, sizeof text, 0);
  const std::string_view content{text, size > 0 ? static_cast<std::size_t>(size) : 0};
  const std::string_view label = "\nThreads:\t";
  const auto at = content.find(label);
  std::size_t count = 0;
  if (at != std::string_view::npos)
    std::from_chars(content.data() + at + label.size(), content.data() + content.size(), count);
  return count;
}

}  // namespace

struct resource_meter::state {
  void watch() {
    const int file = ::open("/proc/self/status", O_RDONLY | O_CLOEXEC);
    std::unique_lock lock{mutex};
    while (!stopped) {
      peak = std::max(peak, threads_now(file));
      changed.wait_for(lock, std::chrono::milliseconds{2}, [this] { return stopped; });
    }
    if (file >= 0) ::close(file);
    own_cpu = cpu_of_this_thread();
  }

  void end() {
    if (!watcher.joinable()) return;
    {
      const std::lock_guard lock{mutex};
      stopped = true;
    }
    changed.notify_one();
    watcher.join();
  }

  std::mutex mutex;
  std::condition_variable changed;
  bool stopped = false;
  std::size_t peak = 0;
  microseconds own_cpu{0};
  microseconds cpu_before{0};
  steady_clock::time_point started;
  std::thread watcher;
};

resource_meter::resource_meter() : state_{std::make_unique<state>()} {
  state_->watcher = std::thread{[this] { state_->watch(); }};
  state_->cpu_before = cpu_of_process();
  state_->started = steady_clock::now();
}

resource_meter::~resource_meter() { state_->end(); }

resource_use resource_meter::stop() {
  const auto wall = std::chrono::duration_cast<microseconds>(steady_clock::now() - state_->started);
  state_->end();
  const auto cpu = cpu_of_process() - state_->cpu_before - state_->own_cpu;
  return {
      .wall = wall, .cpu = std::max(cpu, microseconds{0}), .peak_threads = std::max<std::size_t>(state_->peak, 2) - 1};
}

}  // namespace aloft::cli
