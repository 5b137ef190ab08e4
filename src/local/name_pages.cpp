#include "local/name_pages.hpp"

#include "aloft/base64.hpp"

namespace aloft::local {

bool name_pages::go_on(std::string_view token) {
  if (token.empty()) return true;
  auto name = from_base64(token);
  if (!name || name->empty()) return false;
  after_ = *std::move(name);
  return true;
}

bool name_pages::take(std::string_view name) {
  if (name <= after_) return false;
  if (taken_ == most_) {
    more_ = true;
    return false;
  }
  ++taken_;
  last_ = name;
  return true;
}

std::optional<std::string> name_pages::next_token() const {
  if (!more_) return std::nullopt;
  return to_base64(last_);
}

}  // namespace aloft::local
