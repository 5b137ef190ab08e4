// A received request: its Authorization header, path and query are anything. Reading and verifying its signature never
// accepts it, and a canonical path or query is canonical.

#include "fuzz/expect.hpp"

#include "auth/canonical.hpp"
#include "auth/verify.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace {

// The front of the input up to a line end.
std::string_view take_line(std::string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace aloft;
  std::string_view text{reinterpret_cast<const char*>(data), size};
  http_request request;
  request.host = "localhost";
  request.path = take_line(text);
  request.query = take_line(text);
  if (const auto authorization = take_line(text); !authorization.empty())
    request.headers.add("Authorization", authorization);
  request.headers.add("X-Amz-Date", take_line(text));
  request.headers.add("X-Other", text);

  if (const auto claim = auth::read_signature(request)) {
    auth::verify_options options;
    options.now = claim->time;
    signing_key_cache cache;
    fuzz::expect(!auth::verify(request, *claim, "secret", options, cache), "no signature is guessed");
  }

  std::string once, twice;
  auth::append_canonical_query(once, request.query);
  auth::append_canonical_query(twice, once);
  fuzz::expect(once == twice, "a canonical query stays as it is");
  once.clear(), twice.clear();
  // Segments of encoded dots are no dot segments before they are canonical, and are afterwards.
  const bool normalize = request.path.find('%') == std::string::npos;
  auth::append_canonical_path(once, request.path, {.normalize = normalize, .double_encode = false});
  auth::append_canonical_path(twice, once, {.normalize = normalize, .double_encode = false});
  fuzz::expect(once == twice, "a canonical path stays as it is");
  once.clear(), twice.clear();
  auth::append_canonical_value(once, text);
  auth::append_canonical_value(twice, once);
  fuzz::expect(once == twice, "a canonical value stays as it is");
  return 0;
}
