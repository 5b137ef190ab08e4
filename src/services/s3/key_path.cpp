#include "services/s3/key_path.hpp"

#include <string>

namespace aloft::s3 {

result<void> check_path_of_key(std::string_view key) {
  constexpr std::size_t longest_name = 255, longest_path = 4000;
  const auto refuse = [](std::string why) {
    return error{error_kind::usage, "UnsafeKey", "the key is no path of a file here: " + std::move(why)};
  };
  if (key.empty()) return refuse("it is empty");
  if (key.size() > longest_path) return refuse("it has " + std::to_string(key.size()) + " bytes");
  if (key.find('\0') != std::string_view::npos) return refuse("it holds a NUL");
  for (std::size_t begin = 0; begin <= key.size();) {
    const auto end = std::min(key.find('/', begin), key.size());
    const auto name = key.substr(begin, end - begin);
    if (name.empty())
      return refuse(begin == 0 ? "it begins with '/'" : end == key.size() ? "it ends with '/'" : "it holds '//'");
    if (name == "." || name == "..") return refuse("it holds the component '" + std::string{name} + '\'');
    if (name.size() > longest_name) return refuse("a component has " + std::to_string(name.size()) + " bytes");
    begin = end + 1;
  }
  return {};
}

}  // namespace aloft::s3
