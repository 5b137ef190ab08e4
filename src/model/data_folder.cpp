#include "model/pack_location.hpp"

namespace aloft::model {

// Weak: a program that knows better brings its own (models/data_folder.cpp.in).
[[gnu::weak]] const char* data_folder() noexcept { return nullptr; }

}  // namespace aloft::model
