#include "document/python_text.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <charconv>
#include <string_view>
#include <vector>

namespace aloft {
namespace {

namespace json = boost::json;

class writer {
 public:
  explicit writer(python_text_options options)
      : comma_{options.blanks ? ", " : ","}, colon_{options.blanks ? ": " : ":"}, sort_keys_{options.sort_keys} {}

  std::string of(const json::value& what) {
    put(what);
    return std::move(text_);
  }

 private:
  void put(const json::value& what) {
    if (const auto* object = what.if_object())
      put(*object);
    else if (const auto* array = what.if_array())
      put(*array);
    else if (const auto* string = what.if_string())
      put(std::string_view{*string});
    else if (const auto* number = what.if_double())
      put(*number);
    else
      text_ += json::serialize(what);
  }

  void put(const json::object& object) {
    std::vector<std::string_view> names;
    for (const auto& member : object) names.push_back(member.key());
    if (sort_keys_)
      std::sort(names.begin(), names.end());  // by bytes, which for UTF-8 is by code point, as Python does
    text_ += '{';
    for (const auto name : names) {
      if (name.data() != names.front().data()) text_ += comma_;
      put(name);
      text_ += colon_;
      put(object.at(name));
    }
    text_ += '}';
  }

  void put(const json::array& array) {
    text_ += '[';
    for (std::size_t i = 0; i < array.size(); ++i) {
      if (i > 0) text_ += comma_;
      put(array[i]);
    }
    text_ += ']';
  }

  void put(double number) {
    char digits[40];
    const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
    text_.append(digits, end);
    if (std::string_view{digits, end}.find_first_not_of("-0123456789") == std::string_view::npos) text_ += ".0";
  }

  void put(std::string_view string) {
    text_ += '"';
    for (std::size_t at = 0; at < string.size();) {
      const auto c = static_cast<unsigned char>(string[at]);
      if (c >= 0x80) {
        put_code_point(string, at);
        continue;
      }
      ++at;
      switch (c) {
        case '"': text_ += "\\\""; break;
        case '\\': text_ += "\\\\"; break;
        case '\n': text_ += "\\n"; break;
        case '\r': text_ += "\\r"; break;
        case '\t': text_ += "\\t"; break;
        case '\b': text_ += "\\b"; break;
        case '\f': text_ += "\\f"; break;
        default:
          if (c < 0x20 || c == 0x7f)
            put_unit(c);
          else
            text_ += static_cast<char>(c);
      }
    }
    text_ += '"';
  }

  // Beyond ASCII Python writes UTF-16 units.
  void put_code_point(std::string_view string, std::size_t& at) {
    const auto lead = static_cast<unsigned char>(string[at++]);
    const int more = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : 1;
    unsigned code = lead & (0x3fu >> more);
    for (int i = 0; i < more && at < string.size(); ++i)
      code = code << 6 | (static_cast<unsigned char>(string[at++]) & 0x3fu);
    if (code < 0x10000) return put_unit(code);
    code -= 0x10000;
    put_unit(0xd800 | code >> 10);
    put_unit(0xdc00 | (code & 0x3ff));
  }

  void put_unit(unsigned unit) {
    constexpr std::string_view digits = "0123456789abcdef";
    text_ += "\\u";
    for (int shift = 12; shift >= 0; shift -= 4) text_ += digits[unit >> shift & 0xf];
  }

  const std::string_view comma_, colon_;
  const bool sort_keys_;
  std::string text_;
};

}  // namespace

std::string python_text(const json::value& what, python_text_options options) { return writer{options}.of(what); }

}  // namespace aloft
