// Endpoint URLs that people configure, and what servers say about when to come again: any text is a place with a host
// and a port, or an error.

#include "runtime/endpoint_resolver.hpp"
#include "runtime/retry.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace aloft;
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  if (const auto wait = runtime::parse_retry_after(text); wait && wait->count() < 0) std::abort();
  const auto place = runtime::parse_endpoint_url(text, "the option");
  if (!place) {
    if (place.error().message().empty()) std::abort();
    return 0;
  }
  const auto control = [](char c) { return static_cast<unsigned char>(c) <= ' '; };
  const auto& host = place->origin.host;
  if (host.empty() || std::any_of(host.begin(), host.end(), control)) std::abort();
  if (std::any_of(place->base_path.begin(), place->base_path.end(), control)) std::abort();
  return 0;
}
