// aloft-storm [--seed N] [--seconds N] [--rounds N] [--calls N] [--in-flight N] [--threads N] [--tls] [--only CALL]
//             [--drop]
// A storm with that seed; exit 1 when something was found. --only repeats one call alone. --drop: contexts that are
// stopped and dropped in mid-flight instead.

#include "storm/storm.hpp"

#include <charconv>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <optional>
#include <string_view>

namespace aloft::storm {
namespace {

int explain(std::string_view wrong) {
  std::cerr << "aloft-storm: " << wrong
            << "\nusage: aloft-storm [--seed N] [--seconds N] [--rounds N] [--calls N] [--in-flight N] [--threads N] "
               "[--tls] [--only CALL] [--drop]\n";
  return 2;
}

int main(int count, char** arguments) {
  options how;
  bool drop = false;
  for (int at = 1; at < count; ++at) {
    const std::string_view name = arguments[at];
    if (name == "--tls") {
      how.tls = true;
      continue;
    }
    if (name == "--drop") {
      drop = true;
      continue;
    }
    std::uint64_t value = 0;
    if (++at == count) return explain(std::string{name} + " needs a number");
    const char* const end = arguments[at] + std::strlen(arguments[at]);
    if (const auto [stop, fault] = std::from_chars(arguments[at], end, value); fault != std::errc{} || stop != end)
      return explain(std::string{name} + ' ' + arguments[at] + ": a number is expected");
    if (name == "--seed")
      how.seed = value;
    else if (name == "--seconds")
      how.time = std::chrono::seconds{value};
    else if (name == "--rounds")
      how.rounds = value;
    else if (name == "--calls")
      how.calls = value;
    else if (name == "--in-flight")
      how.in_flight = value;
    else if (name == "--threads")
      how.threads = static_cast<int>(value);
    else if (name == "--only")
      how.only = value;
    else
      return explain("unknown option " + std::string{name});
  }
  const outcome came = drop ? drop_contexts(how) : run(how);
  std::cout << "seed " << how.seed << ", " << how.threads << (how.threads == 1 ? " thread" : " threads")
            << (how.tls ? ", TLS: " : ": ") << came.rounds << " rounds, " << came.connections << " connections, "
            << came.strays << " answers nobody asked for, " << came.sockets_left
            << " sockets left; the loop was at most " << came.worst_lag.count() << " ms late; heap " << came.heap_before
            << " bytes at first, " << came.heap_at_end << " at the end\n";
  came.found.print(std::cout);
  return came.found.none() ? EXIT_SUCCESS : EXIT_FAILURE;
}

}  // namespace
}  // namespace aloft::storm

int main(int count, char** arguments) { return aloft::storm::main(count, arguments); }
