#pragma once
// Whether a page was named before: servers that send readers round in a circle are found out.

#include <cstddef>
#include <string_view>
#include <unordered_set>

namespace aloft::paging {

/// The first `most_kept` tokens are all remembered (as 64-bit digests, about 3 MiB in all), so that a circle among them
/// is seen at its first repetition. After that one token is remembered at a time, and another one after twice as many
/// tokens (Brent's method): a circle of any length is seen after at most about three rounds.
class token_history {
 public:
  static constexpr std::size_t most_kept = 65'536;

  /// True for a token that came before.
  bool seen(std::string_view token);

 private:
  std::unordered_set<std::size_t> kept_;
  std::size_t remembered_ = 0;  // digest of one later token
  std::size_t since_ = 0;       // tokens from that one on; 0: none is remembered yet
  std::size_t until_ = 0;       // how many until another one is remembered
};

}  // namespace aloft::paging
