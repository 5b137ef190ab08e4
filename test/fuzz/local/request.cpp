// Bytes as a client of the embedded AWS may send them: through the HTTP parser, in pieces, and into the engine with all
// of its operations. Whatever comes, there is an answer with a status.

#include "local/engine.hpp"
#include "local/request_parser.hpp"

#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

using namespace aloft;

std::unique_ptr<local::engine> fresh_engine() {
  static const auto catalog = model::catalog::standard().value();
  local::server_options options;
  options.verify_signatures = false;  // no fuzzer finds a signature
  return local::engine::make(options, catalog).value();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::size_t piece = data[0] % 64u + 1u;  // how many bytes come at a time
  std::string_view bytes{reinterpret_cast<const char*>(data) + 1, size - 1};
  const auto engine = fresh_engine();
  const std::chrono::system_clock::time_point now{std::chrono::seconds{1767323045}};
  std::string held;
  local::request_parser parser{{.header_bytes = 4096, .body_bytes = 4096}};
  while (!bytes.empty() && parser.refusal() == 0) {
    held += bytes.substr(0, piece);
    bytes.remove_prefix(std::min(piece, bytes.size()));
    held.erase(0, parser.feed(held));
    if (!parser.done()) continue;
    auto answer = engine->handle(parser.take(), now);
    if (answer.pending) answer = engine->resume(answer, answer.wait.until.to_time_point());
    if (answer.pending) std::abort();
    if (answer.response.status < 200 || answer.response.status > 599) std::abort();
    parser = local::request_parser{{.header_bytes = 4096, .body_bytes = 4096}};
  }
  return 0;
}
