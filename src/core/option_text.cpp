#include "aloft/option_text.hpp"

namespace aloft {

const std::string& option_text::none() noexcept {
  static const std::string empty;
  return empty;
}

}  // namespace aloft
