#pragma once
// What the server knows of each call: how often its request came, and how each of them ended. Filled by the server's
// thread, read once a round is over.

#include "storm/faults.hpp"

#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace aloft::storm {

using steady = std::chrono::steady_clock;

/// Of one call.
struct entry {
  int requests = 0;     ///< heads that were read
  int arrivals = 0;     ///< whole requests that were read
  int executions = 0;   ///< of them carried out
  int successes = 0;    ///< answers of success that were written to their last byte
  int unanswered = 0;   ///< of the arrivals: carried out, not one byte was answered, and the connection ended
  int after_doubt = 0;  ///< arrivals after an unanswered one
  bool raced = false;   ///< an answer that nobody asked for may have crossed the request on the wire
  std::string fates;    ///< in order, for people
  std::optional<steady::time_point> refused_at;  ///< a final refusal was written
};

class ledger {
 public:
  /// The arrival's number, 1 for the first.
  int arrived(std::uint64_t number);
  template <class Edit>
  void edit(std::uint64_t number, Edit change) {
    std::lock_guard lock{mutex_};
    change(entries_[number]);
  }
  entry of(std::uint64_t number) const;
  void clear();

 private:
  mutable std::mutex mutex_;
  std::unordered_map<std::uint64_t, entry> entries_;
};

/// Calls are known by a text that goes into their request and comes back in its answer: "storm-0000001234".
std::string id_text(std::uint64_t number);
/// The first one in a text.
std::optional<std::uint64_t> find_id(std::string_view in);
/// Numbers from here on are of answers that nobody asked for.
constexpr std::uint64_t stray_numbers = 9'000'000'000;
/// A call whose request is refused for good, whatever the weather: the first failure of a gather.
constexpr bool is_refused_for_good(std::uint64_t number) { return number % 10 == 9; }

}  // namespace aloft::storm
