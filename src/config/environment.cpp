#include <aloft/config/environment.hpp>

#include <aloft/http_message.hpp>

#include <cstdlib>

namespace aloft::config {

environment environment::of(std::map<std::string, std::string> variables) {
  return environment{[variables = std::move(variables)](const std::string& name) -> std::optional<std::string> {
    auto found = variables.find(name);
    if (found == variables.end()) return std::nullopt;
    return found->second;
  }};
}

environment environment::of_process() {
  return environment{[](const std::string& name) -> std::optional<std::string> {
    const char* value = std::getenv(name.c_str());
    if (value == nullptr) return std::nullopt;
    return value;
  }};
}

std::optional<std::string> environment::get(const std::string& name) const {
  auto value = look_up_(name);
  if (value && value->find_first_not_of(" \t\r\n") == std::string::npos) return std::nullopt;
  return value;
}

std::optional<bool> environment::get_flag(const std::string& name) const {
  auto value = get(name);
  if (!value) return std::nullopt;
  return iequals(*value, "true");
}

}  // namespace aloft::config
