#include "protocol/header_list_text.hpp"

#include "core/ascii.hpp"

#include <algorithm>

namespace aloft::protocol {
namespace {

/// Reads a quoted string from behind its opening quote; `field` then starts behind the closing one.
std::string unquote(std::string_view& field) {
  std::string text;
  while (!field.empty() && field.front() != '"') {
    if (field.front() == '\\' && field.size() > 1) field.remove_prefix(1);
    text += field.front();
    field.remove_prefix(1);
  }
  if (!field.empty()) field.remove_prefix(1);
  return text;
}

}  // namespace

std::string quote_element(std::string_view text) {
  if (text.find_first_of(",\"") == text.npos) return std::string{text};
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted += '"';
}

std::vector<std::string> split_elements(std::string_view field) {
  std::vector<std::string> elements;
  field = ascii::trim(field);
  while (!field.empty()) {
    if (field.front() == '"') {
      field.remove_prefix(1);
      elements.push_back(unquote(field));
      field.remove_prefix(std::min(field.find(','), field.size()));
    } else {
      const auto comma = std::min(field.find(','), field.size());
      elements.emplace_back(ascii::trim(field.substr(0, comma)));
      field.remove_prefix(comma);
    }
    if (field.empty()) break;
    field = ascii::trim(field.substr(1));
    if (field.empty()) elements.emplace_back();
  }
  return elements;
}

std::vector<std::string> split_dates(std::string_view field) {
  std::vector<std::string> dates;
  while (!field.empty()) {
    auto end = field.find(',');
    if (end != field.npos) end = field.find(',', end + 1);
    dates.emplace_back(ascii::trim(field.substr(0, end)));
    field.remove_prefix(end == field.npos ? field.size() : end + 1);
  }
  return dates;
}

}  // namespace aloft::protocol
