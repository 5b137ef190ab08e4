#pragma once
// The system's name lookup, which blocks, on threads that come when names are asked for and go when none are.

#include "aloft/resolver.hpp"

#include <chrono>
#include <cstddef>
#include <memory>

namespace aloft::http {

/// getaddrinfo: the hosts file, NSS modules, VPNs, IPv6 scopes and RFC 6724's order come out as everywhere on the
/// machine.
addresses ask_system(const std::string& name);

struct thread_resolver_options {
  std::function<addresses(const std::string&)> ask = ask_system;  ///< blocks; called from several threads at once
  std::size_t max_threads = 32;                                   ///< further names wait for a free one
  std::chrono::milliseconds linger{500};                          ///< an idle thread ends after this
};

class thread_resolver final : public resolver {
 public:
  explicit thread_resolver(thread_resolver_options options = {});
  /// Does not wait: questions under way are finished by their threads, others are never asked.
  ~thread_resolver() override;

  void lookup(std::string name, std::function<void(addresses)> done) override;
  std::size_t threads() const noexcept;  ///< now

 private:
  struct state;
  std::unique_ptr<state> state_;
};

}  // namespace aloft::http
