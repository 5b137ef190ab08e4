#include "cli/help/command_page.hpp"
#include "cli/help/help.hpp"

#include <algorithm>
#include <array>

namespace aloft::cli {
namespace {

/// Whether the words of a page's name are the first of `words`.
bool names(std::string_view name, std::span<const std::string> words) noexcept {
  for (const auto& word : words) {
    const auto end = std::min(name.find(' '), name.size());
    if (name.substr(0, end) != word) return false;
    if (end == name.size()) return true;
    name.remove_prefix(end + 1);
  }
  return false;
}

}  // namespace

std::string_view command_help(std::span<const std::string> words) noexcept {
  const command_page* found = nullptr;
  for (const auto pages :
       {tool_pages(), identity_pages(), signing_pages(), queue_pages(), deploy_pages(), transfer_pages()})
    for (const auto& page : pages)
      if (names(page.name, words) && (found == nullptr || page.name.size() > found->name.size())) found = &page;
  return found == nullptr ? std::string_view{} : found->text;
}

}  // namespace aloft::cli
