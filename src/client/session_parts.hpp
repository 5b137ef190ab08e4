#pragma once
// What layers above see of a session.

#include "client/session_state.hpp"

namespace aloft::client_detail {

struct session_parts {
  static session::state& of(const session& whole) noexcept { return *whole.state_; }
};

}  // namespace aloft::client_detail
