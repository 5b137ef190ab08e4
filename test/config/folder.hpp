#pragma once
// A home folder for one test.

#include <aloft/config/environment.hpp>

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <string>

namespace aloft::config::testing {

/// Made empty, removed at the end.
class home_folder {
 public:
  home_folder() {
    std::string name = (std::filesystem::temp_directory_path() / "aloft-home-XXXXXX").string();
    path_ = ::mkdtemp(name.data());
    std::filesystem::create_directory(path_ / ".aws");
  }
  ~home_folder() { std::filesystem::remove_all(path_); }
  home_folder(const home_folder&) = delete;
  home_folder& operator=(const home_folder&) = delete;

  home_folder& write(const std::string& name, const std::string& text) {
    std::ofstream{path_ / name, std::ios::binary} << text;
    return *this;
  }
  home_folder& config(const std::string& text) { return write(".aws/config", text); }
  home_folder& credentials(const std::string& text) { return write(".aws/credentials", text); }

  std::string path(const std::string& name = "") const { return (path_ / name).string(); }

  /// An environment with this home and the given variables.
  environment with(std::map<std::string, std::string> variables = {}) const {
    variables.emplace("HOME", path_.string());
    return environment::of(std::move(variables));
  }

 private:
  std::filesystem::path path_;
};

}  // namespace aloft::config::testing
