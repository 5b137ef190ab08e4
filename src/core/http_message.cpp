#include "aloft/http_message.hpp"

#include "core/ascii.hpp"

#include <algorithm>
#include <cstring>
#include <iterator>

namespace aloft {
namespace {

constexpr std::size_t usual_bytes = 800;  // enough for the fields of a signed request

}  // namespace

bool iequals(std::string_view a, std::string_view b) noexcept {
  return a.size() == b.size() &&
         std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return ascii::lower(x) == ascii::lower(y); });
}

std::optional<std::string_view> header_list::find(std::string_view name) const noexcept {
  for (const auto& [key, value] : *this)
    if (iequals(key, name)) return value;
  return std::nullopt;
}

// Puts a field in the place of what stands from `at` to `end`. Its name and value may be views of this very list.
void header_list::insert(std::size_t at, std::size_t end, std::string_view name,
                         std::initializer_list<std::string_view> value) {
  sizes made;
  made.name = static_cast<std::uint32_t>(name.size());
  for (const std::string_view piece : value) made.value += static_cast<std::uint32_t>(piece.size());
  made.room = made.value;
  const auto write = [&](std::string& to) {
    to.append(reinterpret_cast<const char*>(&made), sizeof made).append(name);
    for (const std::string_view piece : value) to.append(piece);
  };
  const std::size_t size = text_.size() + sizeof made + made.name + made.value;
  if (at == text_.size() && size <= text_.capacity() && text_.capacity() >= usual_bytes) return write(text_);
  std::string grown;
  grown.reserve(std::max(usual_bytes, size + size / 2));
  grown.append(text_, 0, at);
  write(grown);
  grown.append(text_, end);
  text_ = std::move(grown);
}

void header_list::add(std::string_view name, std::initializer_list<std::string_view> value) {
  insert(text_.size(), text_.size(), name, value);
}

void header_list::set(std::string_view name, std::initializer_list<std::string_view> value) {
  const auto old = std::find_if(begin(), end(), [&](const field& one) { return iequals(one.first, name); });
  if (old == end()) return add(name, value);
  const auto at = static_cast<std::size_t>(old.at_ - text_.data());
  const std::size_t value_at = at + sizeof(sizes) + old.sizes_.name;
  std::size_t size = 0;
  for (const std::string_view piece : value) size += piece.size();
  if (value.size() == 1 && size <= old.sizes_.room) {
    if (size > 0) std::memmove(text_.data() + value_at, value.begin()->data(), size);
    sizes now = old.sizes_;
    now.value = static_cast<std::uint32_t>(size);
    std::memcpy(text_.data() + at, &now, sizeof now);
  } else {
    insert(at, value_at + old.sizes_.room, (*old).first, value);
  }
  iterator next{text_.data() + at, text_.data() + text_.size()};
  const std::string_view kept = (*next).first;
  ++next;
  erase_from(static_cast<std::size_t>(next.at_ - text_.data()), kept);
}

std::size_t header_list::erase(std::string_view name) { return erase_from(0, name); }

std::size_t header_list::erase_from(std::size_t at, std::string_view name) {
  std::size_t erased = 0;
  while (at < text_.size()) {
    const iterator here{text_.data() + at, text_.data() + text_.size()};
    const std::size_t size = sizeof(sizes) + here.sizes_.name + here.sizes_.room;
    if (iequals((*here).first, name)) {
      text_.erase(at, size);
      ++erased;
    } else {
      at += size;
    }
  }
  return erased;
}

std::size_t header_list::size() const noexcept { return static_cast<std::size_t>(std::distance(begin(), end())); }

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
