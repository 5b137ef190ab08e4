// The small grammars of HTTP bindings: request URIs, query strings, lists in header fields. Input: a template, a line
// end, and the text that is held against it.

#include "protocol/header_list_text.hpp"
#include "protocol/uri_template.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace aloft;
  const std::string_view input{reinterpret_cast<const char*>(data), size};
  const auto line = input.substr(0, input.find('\n'));
  const auto text = line.size() < input.size() ? input.substr(line.size() + 1) : std::string_view{};

  const auto made = protocol::uri_template::parse(line);
  const auto labels = static_cast<std::size_t>(
      std::count_if(made.path.begin(), made.path.end(), [](const auto& piece) { return !piece.label.empty(); }));
  if (const auto found = made.match(text); found && found->size() != labels) std::abort();

  for (const auto& [name, value] : protocol::parse_query(text))
    if (name.size() + value.size() > text.size()) std::abort();

  // An element that is quoted comes out of a list as it was, but for white space around it.
  const auto blank = [](char c) { return c == ' ' || c == '\t'; };
  if (!line.empty() && !blank(line.front()) && !blank(line.back())) {
    const auto back = protocol::split_elements(protocol::quote_element(line) + ", next");
    if (back.size() != 2 || back.front() != line) std::abort();
  }
  protocol::split_elements(text);
  protocol::split_dates(text);
  return 0;
}
