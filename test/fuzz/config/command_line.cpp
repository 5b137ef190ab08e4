// Command lines of configuration files: refused, given to a shell as they are, or words that come back when they are
// quoted.

#include "fuzz/expect.hpp"

#include "config/providers/child_process.hpp"

#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace aloft;
  const std::string_view line{reinterpret_cast<const char*>(data), size};
  const auto words = config::command_words(line);
  if (!words) return 0;
  if (words->size() == 3 && words->back() == line) return 0;  // a shell's
  std::string quoted;
  for (const auto& word : *words) {
    quoted += quoted.empty() ? "'" : " '";
    for (const char c : word) c == '\'' ? quoted += "'\\''" : quoted += c;
    quoted += '\'';
  }
  fuzz::expect(config::command_words(quoted) == words, "quoted words come back");
  return 0;
}
