#pragma once
// Collects what a model says in words.

#include "model/blob_builder.hpp"

#include <string_view>

namespace aloft::model {

/// The texts of a service-2 model, for a documentation pack: facts that hold the name alone, and a blob. Bad models:
/// config error "InvalidModel".
result<built_service> build_documentation(std::string_view name, std::string_view service2);

}  // namespace aloft::model
