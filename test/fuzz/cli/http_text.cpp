// Requests of any bytes: refused, or such that no part of them can split a request line or a header once it is signed.

#include "cli/grammar/http_text.hpp"
#include "aloft/sigv4.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace aloft;
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  auto request = cli::read_http_text(text);
  if (!request) {
    if (request.error().message().empty()) std::abort();
    return 0;
  }
  credentials keys;
  keys.access_key_id = "AKIDEXAMPLE";
  keys.secret_access_key = "secret";
  signing_options how;
  how.region = "us-east-1";
  how.service = "s3";
  signing_key_cache cache;
  if (!sign(*request, keys, how, cache)) return 0;
  const auto splits = [](std::string_view part) { return part.find_first_of("\r\n") != std::string_view::npos; };
  if (splits(request->method) || splits(request->host) || splits(request->path) || splits(request->query)) std::abort();
  if (request->path.find(' ') != std::string::npos || request->query.find(' ') != std::string::npos) std::abort();
  for (const auto& [name, value] : request->headers)
    if (splits(name) || splits(value)) std::abort();
  return 0;
}
