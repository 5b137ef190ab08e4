// Lines of `aloft s3 run` from anywhere: split or refused, and quoted again they are the same words.

#include "cli/command/s3/command_line.hpp"

#include "fuzz/expect.hpp"

#include <cstdint>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace aloft;
  using fuzz::expect;
  const auto words = cli::split_command_line({reinterpret_cast<const char*>(data), size});
  if (!words) {
    expect(words.error().code() == "BadLine" && !words.error().message().empty(), "a refusal says why");
    return 0;
  }
  std::string quoted;
  for (const auto& word : *words) {
    quoted += '\'';
    for (const char c : word) quoted += c == '\'' ? std::string{"'\\''"} : std::string(1, c);
    quoted += "' ";
  }
  const auto again = cli::split_command_line(quoted);
  expect(again && *again == *words, "quoted words are the same words");
  return 0;
}
