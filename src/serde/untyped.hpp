#pragma once
// Shapes for data without a model (Smithy documents): producers open lists and maps of these, so that sinks need to
// know nothing about documents.

#include "model/shape.hpp"

namespace aloft::serde {

const model::shape& untyped();       ///< of type document
const model::shape& untyped_list();  ///< a sparse list of untyped()
const model::shape& untyped_map();   ///< a sparse map from text to untyped()

}  // namespace aloft::serde
