#include "model/pack_location.hpp"

namespace aloft::model {

const char* build_tree() noexcept { return ALOFT_BUILD_TREE; }

}  // namespace aloft::model
