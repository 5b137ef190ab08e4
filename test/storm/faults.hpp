#pragma once
// What may go wrong with one request, and how often. A storm is repeated by its seed: what happens to a request depends
// on the seed, the call's number and how often the call has come, never on the order in which requests arrive.

#include <chrono>
#include <cstdint>
#include <string_view>

namespace aloft::storm {

/// What becomes of one request that has come. Whether it is carried out is said for each.
enum class fate {
  fine,             ///< carried out and answered
  slow,             ///< the same after a while
  drip,             ///< the same in small pieces
  announced_close,  ///< answered with "Connection: close"
  silent_close,     ///< answered; a moment later the idle connection is closed, or meets the next request so
  extra_glued,      ///< answered, and the same write holds another answer that nobody asked for
  extra_late,       ///< answered, and a moment later another answer comes that nobody asked for
  closed_unread,    ///< the connection is closed before the body has been read; not carried out
  reset_unread,     ///< the same by a reset
  early_refusal,    ///< a 503 before the body has been read; not carried out
  closed_after,     ///< carried out, and the connection closed without an answer
  reset_after,      ///< the same by a reset
  cut_closed,       ///< carried out; the answer ends in the middle
  cut_reset,        ///< the same by a reset
  silence,          ///< carried out, never answered
  silence_midway,   ///< carried out; the answer stops in the middle and the connection stays open
  server_error,     ///< a 500; not carried out
  unavailable,      ///< a 503; not carried out
  throttled,        ///< told to slow down; not carried out
  refused,          ///< a 400 that no retry helps; not carried out
};
std::string_view to_string(fate what) noexcept;

/// Of "Expect: 100-continue", where a request has it.
enum class interim {
  proper,  ///< one 100
  twice,   ///< two
  hints,   ///< a 103 with fields first
  late,    ///< a 100 after a while
  none,    ///< never: the body is waited for
};

struct decision {
  fate what = fate::fine;
  interim before_body = interim::proper;
  std::chrono::milliseconds delay{0};  ///< of what is late or slow
  std::uint32_t cut = 0;               ///< where an answer is cut: modulo its size
};

/// Numbers that look random and depend on nothing but what goes in.
std::uint64_t mix(std::uint64_t seed, std::uint64_t number, std::uint64_t more = 0) noexcept;

/// `number`: of the call; `arrival`: 1 for its first request.
decision decide(std::uint64_t seed, std::uint64_t number, int arrival) noexcept;

/// What happens to a connection before its first request.
enum class welcome { fine, slow, closed, reset };
welcome decide_welcome(std::uint64_t seed, std::uint64_t connection) noexcept;

}  // namespace aloft::storm
