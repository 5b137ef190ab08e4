#include "cli/output/json_printer.hpp"
#include "cli/output/printers.hpp"

#include <yaml.h>
#include <boost/json/object.hpp>

#include <algorithm>
#include <array>
#include <new>
#include <vector>

namespace aloft::cli {
namespace {

namespace json = boost::json;

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

bool all_of(std::string_view text, std::string_view more) noexcept {
  return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
    return is_digit(c) || c == '_' || more.find(c) != std::string_view::npos;
  });
}

std::size_t count_digits(std::string_view text) noexcept {
  return static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_digit) - text.begin());
}

/// "e-7" or nothing.
bool is_exponent(std::string_view text) noexcept {
  if (text.empty()) return true;
  if (text[0] != 'e' && text[0] != 'E') return false;
  text.remove_prefix(text.size() > 1 && (text[1] == '+' || text[1] == '-') ? 2 : 1);
  return !text.empty() && count_digits(text) == text.size();
}

/// Whole numbers, fractions, and other bases, as YAML 1.2 readers (and those of the AWS CLI) take them.
bool reads_as_number(std::string_view text) noexcept {
  const bool sign = text[0] == '+' || text[0] == '-';
  if (sign) text.remove_prefix(1);
  if (text == ".inf" || text == ".Inf" || text == ".INF") return true;
  if (!sign && (text == ".nan" || text == ".NaN" || text == ".NAN")) return true;
  if (text.starts_with("0x")) return all_of(text.substr(2), "abcdefABCDEF");
  if (text.starts_with("0b") || text.starts_with("0o")) return all_of(text.substr(2), "");
  const auto whole = text.substr(0, std::min(text.size(), text.find_first_not_of("0123456789_")));
  auto rest = text.substr(whole.size());
  if (rest.empty()) return !whole.empty();
  if (rest[0] != '.') return !whole.empty() && is_exponent(rest);
  rest.remove_prefix(1);
  const auto fraction = std::min(rest.size(), rest.find_first_not_of("0123456789_"));
  return (!whole.empty() || fraction > 0) && is_exponent(rest.substr(fraction));
}

/// Takes `least` to `most` digits from the front.
bool take_digits(std::string_view& text, std::size_t least, std::size_t most) noexcept {
  const auto count = std::min(count_digits(text), most);
  text.remove_prefix(count);
  return count >= least;
}

bool take(std::string_view& text, std::string_view any_of) noexcept {
  if (text.empty() || any_of.find(text[0]) == std::string_view::npos) return false;
  text.remove_prefix(1);
  return true;
}

/// "2026-11-26", alone or with a time behind it: "T16:21:39", ".93", "Z", "+01:00".
bool reads_as_time(std::string_view text) noexcept {
  if (!take_digits(text, 4, 4) || !take(text, "-") || !take_digits(text, 1, 2) || !take(text, "-") ||
      !take_digits(text, 1, 2))
    return false;
  if (text.empty()) return true;
  if (!take(text, "Tt")) {
    if (!take(text, " \t")) return false;
    while (take(text, " \t")) continue;
  }
  if (!take_digits(text, 1, 2) || !take(text, ":") || !take_digits(text, 2, 2) || !take(text, ":") ||
      !take_digits(text, 2, 2))
    return false;
  if (take(text, ".")) text.remove_prefix(count_digits(text));
  while (take(text, " \t")) continue;
  if (text.empty() || text == "Z") return true;
  return take(text, "+-") && take_digits(text, 1, 2) &&
         (text.empty() || (take(text, ":") && text.size() == 2 && take_digits(text, 2, 2)));
}

/// Whether a reader would take the text for something else where it stands without quotes.
bool reads_as_something_else(std::string_view text) noexcept {
  constexpr std::array<std::string_view, 13> words{"",     "~",     "null",  "Null",  "NULL", "true", "True",
                                                   "TRUE", "false", "False", "FALSE", "<<",   "="};
  if (std::find(words.begin(), words.end(), text) != words.end()) return true;
  constexpr std::string_view first_of_numbers = "+-.0123456789";
  return first_of_numbers.find(text[0]) != std::string_view::npos && (reads_as_number(text) || reads_as_time(text));
}

class printer {
 public:
  explicit printer(member_order order) : order_{order} {
    if (yaml_emitter_initialize(&emitter_) == 0) throw std::bad_alloc{};
    yaml_emitter_set_output(&emitter_, append, &text_);
    yaml_emitter_set_unicode(&emitter_, 1);
  }
  printer(const printer&) = delete;
  printer& operator=(const printer&) = delete;
  ~printer() { yaml_emitter_delete(&emitter_); }

  std::string run(const json::value& document) {
    yaml_event_t event;
    emit(event, yaml_stream_start_event_initialize(&event, YAML_UTF8_ENCODING));
    emit(event, yaml_document_start_event_initialize(&event, nullptr, nullptr, nullptr, 1));
    print(document);
    emit(event, yaml_document_end_event_initialize(&event, 1));
    emit(event, yaml_stream_end_event_initialize(&event));
    return std::move(text_);
  }

 private:
  static int append(void* to, unsigned char* bytes, std::size_t count) {
    static_cast<std::string*>(to)->append(reinterpret_cast<const char*>(bytes), count);
    return 1;
  }

  void emit(yaml_event_t& event, int made) {
    if (made == 0 || yaml_emitter_emit(&emitter_, &event) == 0) throw std::bad_alloc{};
  }

  void print(const json::value& value) {
    if (const auto* object = value.if_object()) return print(*object);
    if (const auto* list = value.if_array()) return print(*list);
    if (const auto* text = value.if_string()) {
      const std::string_view plain{text->data(), text->size()};
      return scalar(plain, !reads_as_something_else(plain));
    }
    scalar(print_json(value, 0), true);
  }

  void print(const json::object& object) {
    std::vector<const json::key_value_pair*> members;
    for (const auto& member : object) members.push_back(&member);
    if (order_ == member_order::sorted)
      std::sort(members.begin(), members.end(), [](const auto* a, const auto* b) { return a->key() < b->key(); });
    yaml_event_t event;
    emit(event, yaml_mapping_start_event_initialize(&event, nullptr, nullptr, 1, YAML_BLOCK_MAPPING_STYLE));
    for (const auto* member : members) {
      const std::string_view key{member->key().data(), member->key().size()};
      scalar(key, !reads_as_something_else(key));
      print(member->value());
    }
    emit(event, yaml_mapping_end_event_initialize(&event));
  }

  void print(const json::array& list) {
    yaml_event_t event;
    emit(event, yaml_sequence_start_event_initialize(&event, nullptr, nullptr, 1, YAML_BLOCK_SEQUENCE_STYLE));
    for (const auto& element : list) print(element);
    emit(event, yaml_sequence_end_event_initialize(&event));
  }

  /// `plain`: quotes are not needed to tell what it is.
  void scalar(std::string_view text, bool plain) {
    yaml_event_t event;
    const auto* bytes = reinterpret_cast<const yaml_char_t*>(text.data());
    emit(event, yaml_scalar_event_initialize(&event, nullptr, nullptr, const_cast<yaml_char_t*>(bytes),
                                             static_cast<int>(text.size()), plain ? 1 : 0, 1, YAML_ANY_SCALAR_STYLE));
  }

  member_order order_;
  yaml_emitter_t emitter_{};
  std::string text_;
};

}  // namespace

std::string print_yaml(const json::value& document, member_order order) {
  // Alone they stand as JSON, as with the AWS CLI: YAML would end them by a line of three dots.
  if (!document.is_object() && !document.is_array()) return print_json(document, 0) + "\n";
  return printer{order}.run(document);
}

}  // namespace aloft::cli
