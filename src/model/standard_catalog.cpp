// Finds the pack of this build or installation.
#include "model/catalog.hpp"
#include "model/pack_location.hpp"

#include <cstdlib>
#include <mutex>

namespace aloft::model {
namespace {

namespace fs = std::filesystem;

std::string_view environment(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : std::string_view{};
}

std::vector<fs::path> user_folders() {
  std::vector<fs::path> folders;
  for (auto rest = environment("ALOFT_DATA_PATH"); !rest.empty();) {
    const auto end = std::min(rest.find(':'), rest.size());
    if (end > 0) folders.emplace_back(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
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

result<std::shared_ptr<const catalog>> catalog::standard() {
  static std::mutex mutex;
  static std::shared_ptr<const catalog> opened;
  const std::scoped_lock lock{mutex};
  if (!opened) {
    const auto pack = standard_pack("aloft.pack");
    if (!pack) return pack.error();
    auto made = open(*pack, user_folders());
    if (!made) return made.error();
    opened = std::move(*made);
  }
  return opened;
}

}  // namespace aloft::model
