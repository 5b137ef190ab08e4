#include <aloft/base64.hpp>
#include <aloft/json_text.hpp>
#include "aloft/value.hpp"

#include <boost/json/value.hpp>

#include <cmath>

namespace aloft {
namespace {

// Recursion is bounded: builders cap the depth of documents.
class printer {
 public:
  printer(std::string& to, int indent, time_form times) : to_{to}, indent_{indent}, times_{times} {}

  void print(value from) {
    switch (from.kind()) {
      case value_kind::null: to_.append("null"); break;
      case value_kind::boolean: to_.append(from.as_boolean() ? "true" : "false"); break;
      case value_kind::integer: append_integer(to_, from.as_integer()); break;
      case value_kind::real: real(from.as_real()); break;
      case value_kind::text: append_json_string(to_, from.as_text()); break;
      case value_kind::blob: append_json_string(to_, to_base64(from.as_text())); break;
      case value_kind::timestamp: append_json_value(to_, times_(from.as_timestamp())); break;
      case value_kind::list: list(from); break;
      case value_kind::map:
      case value_kind::record: object(from); break;
    }
  }

 private:
  void real(double number) {
    const bool finite = std::isfinite(number);
    if (!finite) to_.push_back('"');
    append_real(to_, number);
    if (!finite) to_.push_back('"');
  }

  void list(value from) {
    if (from.empty()) {
      to_.append("[]");
      return;
    }
    char before = '[';
    ++depth_;
    for (const value element : from) {
      separate(before);
      print(element);
      before = ',';
    }
    close(']');
  }

  void object(value from) {
    if (from.empty()) {
      to_.append("{}");
      return;
    }
    char before = '{';
    ++depth_;
    for (auto entry = from.begin(); entry != from.end(); ++entry) {
      separate(before);
      append_json_string(to_, entry.key());
      to_.append(indent_ > 0 ? ": " : ":");
      print(*entry);
      before = ',';
    }
    close('}');
  }

  void separate(char before) {
    to_.push_back(before);
    new_line();
  }

  void close(char bracket) {
    --depth_;
    new_line();
    to_.push_back(bracket);
  }

  void new_line() {
    if (indent_ <= 0) return;
    to_.push_back('\n');
    to_.append(depth_ * static_cast<std::size_t>(indent_), ' ');
  }

  std::string& to_;
  int indent_;
  time_form times_;
  std::size_t depth_ = 0;
};

}  // namespace

std::string to_json_text(value from, int indent) { return to_json_text(from, indent, rfc3339_time); }

std::string to_json_text(value from, int indent, time_form times) {
  std::string text;
  printer{text, indent, times}.print(from);
  return text;
}

}  // namespace aloft
