#include "cli/output/json_printer.hpp"
#include "cli/output/printers.hpp"

#include <boost/json/object.hpp>

#include <algorithm>
#include <array>

namespace aloft::cli {
namespace {

namespace json = boost::json;

/// Text that every YAML reader takes as text without quotes.
bool is_plain(std::string_view text) noexcept {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '/'; };
  if (text.empty() || !letter(text[0]) || text.back() == ' ' || text.back() == ':') return false;
  const bool safe = std::all_of(text.begin(), text.end(), [&](char c) {
    return letter(c) || (c >= '0' && c <= '9') || std::string_view{" -.:/+@()"}.find(c) != std::string_view::npos;
  });
  if (!safe || text.find(": ") != std::string_view::npos) return false;
  constexpr std::array words{"true", "false", "null", "yes", "no", "on", "off", "y", "n"};
  std::string lower{text};
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return std::find(words.begin(), words.end(), lower) == words.end();
}

class printer {
 public:
  std::string run(const json::value& document) {
    block(document, 0, true);
    if (!text_.ends_with('\n')) text_ += '\n';
    return std::move(text_);
  }

 private:
  static bool is_block(const json::value& value) {
    return (value.is_object() && !value.get_object().empty()) || (value.is_array() && !value.get_array().empty());
  }

  /// `inline_first`: the first line continues the current one ("- Key: …").
  void block(const json::value& value, std::size_t depth, bool inline_first) {
    if (!is_block(value)) return scalar(value);
    if (const auto* list = value.if_array()) {
      for (const auto& element : *list) {
        start(depth, inline_first);
        text_ += "- ";
        block(element, depth + 1, true);
        end_line();
      }
      return;
    }
    for (const auto& member : value.get_object()) {
      start(depth, inline_first);
      text({member.key().data(), member.key().size()});
      text_ += ':';
      if (is_block(member.value())) {
        text_ += '\n';
        // Lists stand at the column of their key, as the AWS CLI writes them.
        block(member.value(), depth + (member.value().is_array() ? 0 : 1), false);
      } else {
        text_ += ' ';
        scalar(member.value());
      }
      end_line();
    }
  }

  void start(std::size_t depth, bool& inline_first) {
    if (!inline_first) text_.append(depth * 2, ' ');
    inline_first = false;
  }

  void end_line() {
    if (!text_.ends_with('\n')) text_ += '\n';
  }

  void scalar(const json::value& value) {
    if (const auto* string = value.if_string()) {
      text({string->data(), string->size()});
    } else {
      text_ += print_json(value, 0);
    }
  }

  void text(std::string_view value) {
    if (is_plain(value)) {
      text_ += value;
    } else {
      text_ += print_json(json::value(value), 0);
    }
  }

  std::string text_;
};

}  // namespace

std::string print_yaml(const json::value& document) { return printer{}.run(document); }

}  // namespace aloft::cli
