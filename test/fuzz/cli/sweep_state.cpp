// States of sweeps of any bytes: taken up, or refused as what they are, never anything else. The command's own first
// line goes before the bytes in half of the cases, since nobody guesses it.

#include "cli/sweep/sweep_state.hpp"
#include "aloft/error.hpp"
#include "cli/console.hpp"
#include "fuzz/expect.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace aloft;
  std::string text{reinterpret_cast<const char*>(data), size};
  if (size > 0 && data[0] == '+') text = "{\"aloft_sweep\":1,\"command\":{\"a\":1}}\n" + text.substr(1);
  const int file = ::memfd_create("state", MFD_CLOEXEC);
  if (file < 0) return 0;
  if (::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size())) {
    cli::console out;
    try {
      cli::sweep_state state{"/proc/self/fd/" + std::to_string(file), {{"a", 1}}, out};
      static_cast<void>(state.token_of("eu-west-1"));
      state.close();
    } catch (const error& refused) {
      fuzz::expect(refused.code() == "StateFile", "a state that is none is refused as such");
    }
  }
  ::close(file);
  return 0;
}
