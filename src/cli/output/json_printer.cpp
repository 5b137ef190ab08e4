#include "cli/output/json_printer.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace aloft::cli {
namespace {

namespace json = boost::json;

class printer {
 public:
  printer(std::string& to, int indent) : to_{to}, indent_{static_cast<std::size_t>(indent)} {}

  void print(const json::value& value) {
    switch (value.kind()) {
      case json::kind::null: to_ += "null"; break;
      case json::kind::bool_: to_ += value.get_bool() ? "true" : "false"; break;
      case json::kind::int64: append_integer(to_, value.get_int64()); break;
      case json::kind::uint64: to_ += std::to_string(value.get_uint64()); break;
      case json::kind::double_: append_real(to_, value.get_double()); break;
      case json::kind::string: append_json_string(to_, text(value.get_string())); break;
      case json::kind::array: array(value.get_array()); break;
      case json::kind::object: object(value.get_object()); break;
    }
  }

 private:
  static std::string_view text(const json::string& from) { return {from.data(), from.size()}; }

  void array(const json::array& elements) {
    char before = '[';
    ++depth_;
    for (const auto& element : elements) {
      separate(before);
      print(element);
      before = ',';
    }
    close("[]", before);
  }

  void object(const json::object& entries) {
    char before = '{';
    ++depth_;
    for (const auto& entry : entries) {
      separate(before);
      append_json_string(to_, {entry.key().data(), entry.key().size()});
      to_ += indent_ ? ": " : ":";
      print(entry.value());
      before = ',';
    }
    close("{}", before);
  }

  void separate(char before) {
    to_ += before;
    new_line();
  }

  void close(std::string_view brackets, char before) {
    --depth_;
    if (before != ',') {
      to_ += brackets;
      return;
    }
    new_line();
    to_ += brackets[1];
  }

  void new_line() {
    if (!indent_) return;
    to_ += '\n';
    to_.append(depth_ * indent_, ' ');
  }

  std::string& to_;
  std::size_t indent_;
  std::size_t depth_ = 0;
};

}  // namespace

json::value iso8601_time(timestamp when) {
  auto text = format_timestamp(when, timestamp_format::date_time);
  if (text.ends_with('Z')) text.replace(text.size() - 1, 1, "+00:00");
  return json::value(text);
}

std::string print_json(const json::value& value, int indent) {
  std::string text;
  printer{text, indent}.print(value);
  return text;
}

}  // namespace aloft::cli
