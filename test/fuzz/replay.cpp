// The main function of fuzz targets where libFuzzer is not: each file of the folders named goes through the target
// once. So what fuzzing has found stays found, under the sanitizers that the tests run with.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

int main(int count, char** arguments) {
  std::size_t inputs = 1;
  LLVMFuzzerTestOneInput(nullptr, 0);
  for (int i = 1; i < count; ++i) {
    for (const auto& file : std::filesystem::directory_iterator{arguments[i]}) {
      std::ifstream in{file.path(), std::ios::binary};
      const std::vector<char> bytes{std::istreambuf_iterator<char>{in}, {}};
      std::printf("%s\n", file.path().c_str());
      std::fflush(stdout);  // the last line names the input that went wrong
      LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
      ++inputs;
    }
  }
  std::printf("%zu inputs\n", inputs);
}
