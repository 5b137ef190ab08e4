#include "serde/value_path.hpp"

namespace aloft::serde {

void append_path(std::string& to, std::string_view member_or_key) {
  if (!to.empty()) to.push_back('.');
  to.append(member_or_key);
}

void append_path(std::string& to, std::size_t index) { to.append("[").append(std::to_string(index)).append("]"); }

std::string value_path::text(std::string_view root) const {
  std::string path;
  for (const step& at : steps_) {
    if (at.index == npos) {
      append_path(path, at.name);
    } else {
      append_path(path, at.index);
    }
  }
  return path.empty() ? std::string{root} : path;
}

}  // namespace aloft::serde
