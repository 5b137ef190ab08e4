// Answers of servers, whole and in pieces: no crash, no endless asking, the same result however the bytes arrive.

#include "http/response_parser.hpp"

#include <cstdlib>
#include <string>

namespace {

using aloft::http::response_parser;

void expect(bool holds) {
  if (!holds) std::abort();
}

struct parsed {
  int status = 0;
  std::size_t fields = 0;
  std::string body;
  bool done = false;
  bool failed = false;
  bool reusable = false;
};

parsed parse(std::string_view text, std::size_t at_once, bool no_body) {
  response_parser parser{4096, no_body};
  parsed all;
  std::string held;
  boost::system::error_code failure;
  while (!text.empty() && !failure && !parser.done()) {
    held.append(text.substr(0, at_once));
    text.remove_prefix(std::min(at_once, text.size()));
    for (;;) {
      const std::size_t taken = parser.feed(held, failure);
      expect(taken <= held.size());
      all.body.append(parser.piece);
      held.erase(0, taken);
      if (taken == 0 || failure || parser.done()) break;
    }
  }
  all.failed = static_cast<bool>(failure);
  if (!failure) all.done = parser.feed_end();
  all.status = parser.head.status;
  all.fields = parser.head.headers.size();
  all.reusable = all.done && parser.reusable();
  return all;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const std::size_t at_once = data[0] % 61 + 1;
  const bool no_body = data[1] % 8 == 0;
  const std::string_view text{reinterpret_cast<const char*>(data) + 2, size - 2};
  const parsed whole = parse(text, text.size() + 1, no_body);
  const parsed pieces = parse(text, at_once, no_body);
  expect(!(whole.reusable && whole.failed));
  if (!whole.done || whole.failed) return 0;  // pieces may find a fault earlier, or wait for more
  if (pieces.failed) return 0;                // a head that is not one from its first bytes on
  expect(pieces.done);
  expect(whole.status == pieces.status && whole.fields == pieces.fields && whole.body == pieces.body);
  expect(whole.reusable == pieces.reusable);
  return 0;
}
