#include "model/pack_location.hpp"

namespace aloft::model {

// Weak: programs of the build tree bring their own.
[[gnu::weak]] const char* build_tree() noexcept { return nullptr; }

}  // namespace aloft::model
