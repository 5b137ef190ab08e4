#pragma once
// Commands to copy, of the operations that are used most.

#include <span>
#include <string_view>

namespace aloft::cli {

struct example {
  std::string_view service;    ///< folder name in the models
  std::string_view operation;  ///< as it is typed
  std::string_view arguments;  ///< as they are typed in a shell
  std::string_view purpose;
};

/// All of them; those of an operation follow each other.
std::span<const example> examples();

}  // namespace aloft::cli
