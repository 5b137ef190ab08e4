#pragma once
// Where this build or installation keeps its packs.

#include "aloft/error.hpp"

#include <filesystem>
#include <string_view>

namespace aloft::model {

/// The path of "aloft.pack" or "aloft-docs.pack": what ALOFT_PACK names (or its neighbour), else beside the program, in
/// ../share/aloft from there, where it was installed. None: config error "MissingPack" that says where was looked.
result<std::filesystem::path> standard_pack(std::string_view file_name);

/// The build tree's folder in programs that only run there (tests link the target aloft_build_tree), else null.
const char* build_tree() noexcept;

}  // namespace aloft::model
