#pragma once
// Bodies that are never whole in memory: of requests, taken in while they come, and of answers, read while they go.

#include <cstdint>
#include <string_view>

namespace aloft::local {

/// Takes in the body of a request.
class body_intake {
 public:
  virtual ~body_intake() = default;
  /// The next bytes, in the transfer's order. What is wrong with them is told when the request is run.
  virtual void take(std::string_view bytes) noexcept = 0;
};

/// The body of an answer.
class body_source {
 public:
  virtual ~body_source() = default;
  virtual std::uint64_t size() const noexcept = 0;
  /// Some bytes from `at` on, which is less than size(); valid until the next call. Empty: they cannot be read.
  virtual std::string_view read(std::uint64_t at) = 0;
};

}  // namespace aloft::local
