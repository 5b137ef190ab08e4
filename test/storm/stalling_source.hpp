#pragma once
// A body that comes in pieces and sometimes not at all for a while.

#include "aloft/request_body.hpp"

#include <cstdint>
#include <memory>

namespace aloft::storm {

/// `dice` decides on size, stalls, and whether size() is known and rewind() possible. A cancelled read ends by an
/// exception or an error, by dice too.
std::shared_ptr<body_source> make_stalling_source(std::uint64_t dice);

}  // namespace aloft::storm
