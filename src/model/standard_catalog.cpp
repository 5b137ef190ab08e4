// Finds the pack of this build or installation.
#include "model/catalog.hpp"
#include "model/pack_location.hpp"

#include <cstdlib>
#include <mutex>

namespace aloft::model {
namespace {

namespace fs = std::filesystem;

std::mutex standard_mutex;
std::string_view fallback;  // bytes of a pack; empty: none

std::string_view environment(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : std::string_view{};
}

std::vector<fs::path> paths_in(std::string_view list) {
  std::vector<fs::path> paths;
  while (!list.empty()) {
    const auto end = std::min(list.find(':'), list.size());
    if (end > 0) paths.emplace_back(list.substr(0, end));
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return paths;
}

// ALOFT_DATA_PATH, whose folders must be there; then, where they are there, those that AWS's Python tools read.
std::vector<fs::path> user_folders() {
  auto folders = paths_in(environment("ALOFT_DATA_PATH"));
  auto shared = paths_in(environment("AWS_DATA_PATH"));
  if (const auto home = environment("HOME"); !home.empty()) shared.push_back(fs::path{home} / ".aws/models");
  std::error_code ignored;
  for (auto& folder : shared)
    if (fs::is_directory(folder, ignored)) folders.push_back(std::move(folder));
  return folders;
}

}  // namespace

result<fs::path> standard_pack(std::string_view file_name) {
  std::vector<fs::path> places;
  if (const auto named = environment("ALOFT_PACK"); !named.empty()) {
    const fs::path pack{named};
    // The other packs lie beside the one that is named.
    return file_name == "aloft.pack" ? pack : pack.parent_path() / file_name;
  }
  std::error_code fault;
  if (const auto program = fs::read_symlink("/proc/self/exe", fault); !fault) {
    places.push_back(program.parent_path() / file_name);
    places.push_back(program.parent_path().parent_path() / "share/aloft" / file_name);
  }
  if (const char* folder = data_folder()) places.push_back(fs::path{folder} / file_name);
  places.push_back(fs::path{ALOFT_INSTALLED_DATA} / file_name);
  std::string looked;
  for (const auto& place : places) {
    if (fs::is_regular_file(place, fault)) return place;
    looked += (looked.empty() ? "" : ", ") + place.string();
  }
  return error{error_kind::config, "MissingPack",
               "no model pack was found; looked for " + looked + "; name the file in ALOFT_PACK or install it there"};
}

void catalog::fall_back_to(std::string_view pack) noexcept {
  const std::scoped_lock lock{standard_mutex};
  if (fallback.empty()) fallback = pack;
}

result<std::shared_ptr<const catalog>> catalog::standard() {
  static std::shared_ptr<const catalog> opened;
  const std::scoped_lock lock{standard_mutex};
  if (!opened) {
    const auto pack = standard_pack("aloft.pack");
    if (!pack && fallback.empty()) return pack.error();
    auto made = pack ? open(*pack, user_folders()) : over(fallback, "inside the program", user_folders());
    if (!made) return made.error();
    opened = std::move(*made);
  }
  return opened;
}

}  // namespace aloft::model
