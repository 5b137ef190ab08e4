#pragma once
// Where this build or installation keeps its packs.

#include "aloft/error.hpp"

#include <filesystem>
#include <string_view>

namespace aloft::model {

/// The path of "aloft.pack" or "aloft-docs.pack": what ALOFT_PACK names (or its neighbour), else beside the program, in
/// ../share/aloft from there, in data_folder(), or where this build installs. None: config error "MissingPack" that
/// says where was looked.
result<std::filesystem::path> standard_pack(std::string_view file_name);

/// The folder of the packs that this program was built with: a source of its own says so in programs that use an
/// installed aloft (cmake/aloft-data.cmake) and in those of the build tree (target aloft_build_tree). Else null.
const char* data_folder() noexcept;

}  // namespace aloft::model
