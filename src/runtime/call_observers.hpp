#pragma once
// Those who watch the calls of a client, and those who watch one of them.

#include "aloft/log.hpp"
#include "aloft/observer.hpp"

#include <memory>
#include <utility>
#include <vector>

namespace aloft::runtime {

using observers = std::vector<std::shared_ptr<observer>>;

/// Of one call. Empty, and free, where nobody watches.
class call_observers {
 public:
  void begin(const observers& all, const call_identity& call) {
    for (const auto& one : all)
      if (auto watching = one->begin(call)) watching_.push_back(std::move(watching));
  }
  bool none() const noexcept { return watching_.empty(); }

  template <class... Parameters, class... Arguments>
  void tell(void (call_observer::*what)(Parameters...) noexcept, const Arguments&... arguments) const noexcept {
    for (const auto& one : watching_) ((*one).*what)(arguments...);
  }

 private:
  std::vector<std::unique_ptr<call_observer>> watching_;
};

/// Writes each step to a log, without bodies, signatures and credentials. The log must outlive it.
std::shared_ptr<observer> log_observer(log_sink& to);

}  // namespace aloft::runtime
