// Lines of a batch's journal of any bytes: none, or a result that is the same when it is written and read again.

#include "fuzz/expect.hpp"
#include "services/lambda_journal.hpp"

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace aloft;
  using fuzz::expect;
  const auto read = lambda::parse_journal_line({reinterpret_cast<const char*>(data), size});
  if (!read) return 0;
  const std::string line = lambda::journal_line(read->index, read->input, read->came);
  const auto again = lambda::parse_journal_line(line);
  expect(again.has_value(), "what was read can be written and read");
  expect(again->index == read->index && again->input == read->input, "it is of the same item");
  expect(again->came.has_value() == read->came.has_value(), "it came to the same");
  expect(lambda::journal_line(again->index, again->input, again->came) == line, "nothing is lost on the way");
  return 0;
}
