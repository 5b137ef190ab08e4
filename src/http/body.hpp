#pragma once
// Request bodies that are not held whole.

#include "aloft/request_body.hpp"

namespace aloft::http {

using aloft::body_source;

}  // namespace aloft::http
