#pragma once
// The messages are public, since the signer is usable alone; inside, they belong to this layer.

#include "aloft/http_message.hpp"  // IWYU pragma: export
