#pragma once
// --generate-cli-skeleton: what an operation takes or gives, as JSON to be filled in.

#include <aloft/model.hpp>

#include <string>
#include <string_view>

namespace aloft::cli {

/// `kind`: "input", "yaml-input" (the same as YAML) or "output". Values are empty texts, zeros and examples of the
/// first enumerated value; shapes that contain themselves stop at the second time.
std::string print_skeleton(const operation_model& operation, std::string_view kind);

}  // namespace aloft::cli
