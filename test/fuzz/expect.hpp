#pragma once
// What a fuzz target claims about any input.

#include <cstdio>
#include <cstdlib>

namespace aloft::fuzz {

/// Ends the program, as libFuzzer wants a finding reported, when the claim is false.
inline void expect(bool claim, const char* what) {
  if (claim) return;
  std::fprintf(stderr, "the claim is false: %s\n", what);
  std::abort();
}

}  // namespace aloft::fuzz
