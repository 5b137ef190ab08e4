#include "local/call_parameters.hpp"

#include "local/api_error.hpp"

#include <boost/json/array.hpp>
#include <boost/json/string.hpp>

namespace aloft::local {
namespace {

const boost::json::object nothing;

}  // namespace

input::input(const boost::json::value& element) noexcept
    : members_{element.if_object() != nullptr ? element.if_object() : &nothing} {}

std::optional<std::string_view> input::optional_text(std::string_view name) const noexcept {
  const auto* value = members_->if_contains(name);
  const auto* text = value != nullptr ? value->if_string() : nullptr;
  if (text == nullptr) return std::nullopt;
  return std::string_view{text->data(), text->size()};
}

std::string_view input::text(std::string_view name) const noexcept {
  return optional_text(name).value_or(std::string_view{});
}

std::optional<std::int64_t> input::integer(std::string_view name) const noexcept {
  const auto* value = members_->if_contains(name);
  if (value == nullptr) return std::nullopt;
  if (const auto* number = value->if_int64()) return *number;
  if (const auto* number = value->if_uint64()) return static_cast<std::int64_t>(*number);
  return std::nullopt;
}

bool input::flag(std::string_view name) const noexcept {
  const auto* value = members_->if_contains(name);
  const auto* flag = value != nullptr ? value->if_bool() : nullptr;
  return flag != nullptr && *flag;
}

std::vector<std::string> input::texts(std::string_view name) const {
  std::vector<std::string> found;
  const auto* value = members_->if_contains(name);
  const auto* list = value != nullptr ? value->if_array() : nullptr;
  if (list == nullptr) return found;
  for (const auto& element : *list)
    if (const auto* text = element.if_string()) found.emplace_back(text->data(), text->size());
  return found;
}

std::vector<input> input::structures(std::string_view name) const {
  std::vector<input> found;
  const auto* value = members_->if_contains(name);
  const auto* list = value != nullptr ? value->if_array() : nullptr;
  if (list == nullptr) return found;
  for (const auto& element : *list) found.emplace_back(element);
  return found;
}

input input::structure(std::string_view name) const noexcept {
  const auto* value = members_->if_contains(name);
  return value != nullptr ? input{*value} : input{nothing};
}

std::map<std::string, input> input::members(std::string_view name) const {
  std::map<std::string, input> found;
  const auto* value = members_->if_contains(name);
  const auto* map = value != nullptr ? value->if_object() : nullptr;
  if (map == nullptr) return found;
  for (const auto& [key, element] : *map) found.emplace(std::string{key}, input{element});
  return found;
}

std::map<std::string, std::string, std::less<>> input::text_map(std::string_view name) const {
  std::map<std::string, std::string, std::less<>> found;
  const auto* value = members_->if_contains(name);
  const auto* map = value != nullptr ? value->if_object() : nullptr;
  if (map == nullptr) return found;
  for (const auto& [key, element] : *map)
    if (const auto* text = element.if_string()) found.emplace(std::string{key}, std::string{*text});
  return found;
}

std::string_view input::required(std::string_view name) const {
  auto found = text(name);
  if (found.empty()) throw missing_parameter(name);
  return found;
}

}  // namespace aloft::local
