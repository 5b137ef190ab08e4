// Keys and patterns from anywhere: a key that is a path leads nowhere but below its folder, matching always ends.

#include "services/s3/key_filter.hpp"
#include "services/s3/key_path.hpp"

#include "fuzz/expect.hpp"

#include <cstdint>
#include <filesystem>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace aloft;
  using fuzz::expect;
  const std::string key{reinterpret_cast<const char*>(data), size};
  if (const auto fine = s3::check_path_of_key(key)) {
    const std::filesystem::path path{"/folder/" + key};
    expect(path.lexically_normal() == path, "nothing in it is to be resolved");
    expect(key.front() != '/' && key.back() != '/', "it is a relative path of a file");
  } else {
    expect(fine.error().code() == "UnsafeKey" && !fine.error().message().empty(), "a refusal says why");
  }
  const auto middle = key.find('\n');
  const auto pattern = std::string_view{key}.substr(0, middle);
  const auto text = middle == std::string::npos ? std::string_view{} : std::string_view{key}.substr(middle + 1);
  const bool fits = s3::matches(pattern, text);
  if (pattern.find_first_of("*?[") == std::string_view::npos) expect(fits == (pattern == text), "plain text is itself");
  expect(s3::matches("*", text), "a star is everything");
  return 0;
}
