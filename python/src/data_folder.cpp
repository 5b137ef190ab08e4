// Tells the library where the packs of models are: beside this module.
#include <dlfcn.h>

#include <string>

namespace aloft::model {

const char* data_folder() noexcept;
const char* data_folder() noexcept {
  static const std::string folder = [] {
    Dl_info where{};
    const std::string path = dladdr(reinterpret_cast<const void*>(&data_folder), &where) != 0 ? where.dli_fname : "";
    const auto slash = path.rfind('/');
    return slash == path.npos ? std::string{"."} : path.substr(0, slash);
  }();
  return folder.c_str();
}

}  // namespace aloft::model
