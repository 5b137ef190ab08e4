// Templates of any bytes: a tree whose parts lie within the text and within each other, or an error. What is edited
// keeps every byte beside the edits.

#include "aloft/error.hpp"
#include "cli/command/cloudformation/template_tree.hpp"
#include "fuzz/expect.hpp"

#include <cstddef>
#include <cstdint>

namespace {

using aloft::cli::template_node;
using aloft::fuzz::expect;

const template_node* check(const template_node& node, std::size_t size) {
  expect(node.begin <= node.end && node.end <= size, "a part lies within the text");
  const template_node* word =
      node.is == template_node::form::scalar && node.flow && node.begin < node.end ? &node : nullptr;
  for (const auto& inner : node.items)
    if (const auto* found = check(inner, size)) word = found;
  return word;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace aloft::cli;
  if (size > 4096) return 0;  // aliases of aliases grow without bound
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  try {
    const template_node root = parse_template(text, "t.yaml");
    expect(edited(text, {}) == text, "no edit, no change");
    if (const auto* word = check(root, size)) {
      const auto made = edited(text, {{word->begin, word->end, "new"}});
      expect(made == std::string{text.substr(0, word->begin)} + "new" + std::string{text.substr(word->end)},
             "what stands beside an edit stays");
      const auto stands = text.substr(word->begin, word->end - word->begin);
      if (stands.find_first_of("\r\n") == stands.npos && stands[0] != '!')
        expect(stands == word->text, "a plain word stands where it says");
    }
    expect(!template_as_json(root).empty(), "a tree has a text");
  } catch (const aloft::error& refused) {
    expect(refused.code() == "BadYaml" && !refused.message().empty(), "an error says what is wrong");
  }
  return 0;
}
