#pragma once
// A storm: thousands of calls at a time, in rounds, against a server that misbehaves, and what was found.

#include "storm/judge.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace aloft::storm {

struct options {
  std::uint64_t seed = 1;
  std::chrono::seconds time{10};   ///< no round begins after it
  std::size_t rounds = 1'000'000;  ///< or after so many
  std::size_t calls = 10'000;      ///< a round
  std::size_t in_flight = 2'000;
  int threads = 1;
  bool tls = false;
  std::optional<std::uint64_t> only;  ///< this call alone, of whatever round
};

struct outcome {
  findings found;
  std::uint64_t connections = 0;  ///< accepted by the server
  std::uint64_t strays = 0;       ///< answers nobody asked for
  std::size_t rounds = 0;
  std::size_t sockets_left = 0;                  ///< open after the idle age, or after what they belonged to
  std::chrono::milliseconds worst_lag{0};        ///< of the loop
  std::size_t heap_before = 0, heap_at_end = 0;  ///< bytes in use between rounds, after the first and the last ones
};

outcome run(const options& how);

/// Contexts that are stopped and dropped in mid-flight, `rounds` times; responses are kept until after the context or
/// not, by turns. Gives what was found: bytes of heap that stay.
outcome drop_contexts(const options& how);

}  // namespace aloft::storm
