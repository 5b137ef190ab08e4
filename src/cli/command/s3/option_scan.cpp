#include "cli/command/s3/option_scan.hpp"

#include <aloft/error.hpp>
#include <aloft/names.hpp>

#include <algorithm>

namespace aloft::cli {
namespace {

const scanned_option_kind& kind_of(std::string_view name, std::span<const scanned_option_kind> kinds) {
  const auto found = std::find_if(kinds.begin(), kinds.end(), [&](const auto& one) { return one.name == name; });
  if (found != kinds.end()) return *found;
  std::vector<std::string> known;
  for (const auto& one : kinds) known.emplace_back(one.name);
  throw error{error_kind::usage, "BadOption",
              "unknown option " + std::string{name} + did_you_mean(std::string{name}, known)};
}

}  // namespace

bool scanned_words::has(std::string_view name) const noexcept { return find(name) != nullptr; }

const std::string* scanned_words::find(std::string_view name) const noexcept {
  const auto found = std::find_if(options.rbegin(), options.rend(), [&](const auto& one) { return one.name == name; });
  return found == options.rend() ? nullptr : &found->value;
}

scanned_words scan_options(const std::vector<std::string>& words, std::span<const scanned_option_kind> kinds) {
  scanned_words out;
  for (std::size_t at = 2; at < words.size(); ++at) {
    const std::string& word = words[at];
    if (word == "--") {
      out.plain.insert(out.plain.end(), words.begin() + static_cast<std::ptrdiff_t>(at) + 1, words.end());
      break;
    }
    if (!word.starts_with("--")) {
      out.plain.push_back(word);
      continue;
    }
    const auto equals = word.find('=');
    const auto& kind = kind_of(std::string_view{word}.substr(0, equals), kinds);
    const bool more = at + 1 < words.size() && !words[at + 1].starts_with("--");
    if (equals != std::string::npos) {
      if (kind.value == option_value::none)
        throw error{error_kind::usage, "BadOption", std::string{kind.name} + ": it takes no value"};
      out.options.push_back({kind.name, word.substr(equals + 1)});
    } else if (kind.value == option_value::none) {
      out.options.push_back({kind.name, {}});
    } else if (kind.value == option_value::optional) {
      // What looks like a place is one.
      const bool value = more && !words[at + 1].starts_with("s3://") && words[at + 1].find('/') == std::string::npos &&
                         words[at + 1] != "-" && words[at + 1] != ".";
      out.options.push_back({kind.name, value ? words[++at] : std::string{kind.otherwise}});
    } else if (!more) {
      throw error{error_kind::usage, "BadOption", std::string{kind.name} + ": a value is missing"};
    } else {
      out.options.push_back({kind.name, words[++at]});
      while (kind.value == option_value::many && at + 1 < words.size() && !words[at + 1].starts_with("--"))
        out.options.push_back({kind.name, words[++at]});
    }
  }
  return out;
}

}  // namespace aloft::cli
