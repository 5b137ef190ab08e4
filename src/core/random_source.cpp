#include "core/random_source.hpp"

#include <random>

namespace aloft {
namespace {

class system_clock_impl final : public clock {
 public:
  std::chrono::system_clock::time_point now() const noexcept override { return std::chrono::system_clock::now(); }
  std::chrono::steady_clock::time_point steady_now() const noexcept override {
    return std::chrono::steady_clock::now();
  }
};

class system_random_impl final : public random_source {
 public:
  double next() noexcept override {
    thread_local std::minstd_rand engine{std::random_device{}()};
    return std::uniform_real_distribution<double>{0.0, 1.0}(engine);
  }
};

}  // namespace

const clock& system_clock_source() noexcept {
  static const system_clock_impl instance;
  return instance;
}

random_source& system_random_source() noexcept {
  static system_random_impl instance;
  return instance;
}

}  // namespace aloft
