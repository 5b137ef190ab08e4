#include "aloft/http_message.hpp"

#include "core/ascii.hpp"

#include <algorithm>

namespace aloft {

bool iequals(std::string_view a, std::string_view b) noexcept {
  return a.size() == b.size() &&
         std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return ascii::lower(x) == ascii::lower(y); });
}

std::optional<std::string_view> header_list::find(std::string_view name) const noexcept {
  for (const auto& [key, value] : fields_)
    if (iequals(key, name)) return value;
  return std::nullopt;
}

void header_list::add(std::string_view name, std::string_view value) {
  constexpr std::size_t usual = 16;  // no message of AWS's has many more
  if (fields_.empty()) fields_.reserve(usual);
  fields_.emplace_back(name, value);
}

void header_list::set(std::string_view name, std::string_view value) {
  auto first = std::find_if(fields_.begin(), fields_.end(), [&](const field& f) { return iequals(f.first, name); });
  if (first == fields_.end()) return add(name, value);
  first->second = value;
  fields_.erase(std::remove_if(first + 1, fields_.end(), [&](const field& f) { return iequals(f.first, name); }),
                fields_.end());
}

std::size_t header_list::erase(std::string_view name) {
  return std::erase_if(fields_, [&](const field& f) { return iequals(f.first, name); });
}

std::string http_request::authority() const {
  std::string text;
  append_authority(text);
  return text;
}

void http_request::append_authority(std::string& to) const {
  to += host;
  const unsigned short standard = scheme == "http" ? 80 : 443;
  if (port != 0 && port != standard) to.append(1, ':').append(std::to_string(port));
}

}  // namespace aloft
