#pragma once
// What both halves of awsQuery know.

#include "model/service.hpp"

#include <string>

namespace aloft::protocol {

/// The element that holds an answer's members: the model's resultWrapper, else as Smithy's awsQuery names it.
std::string result_wrapper(const model::operation& operation);

}  // namespace aloft::protocol
