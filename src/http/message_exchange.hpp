#pragma once
// A transport whose exchanges are carried by somebody else, whole messages at a time.

#include "aloft/message_transport.hpp"
#include "http/transport.hpp"

#include <memory>

namespace aloft::http {

std::shared_ptr<transport> carried_by(std::shared_ptr<message_transport> carrier);

}  // namespace aloft::http
