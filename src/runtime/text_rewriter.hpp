#pragma once
// A copy of a document in which some texts are something else.

#include "document/document.hpp"
#include "runtime/customization_steps.hpp"

namespace aloft::runtime {

/// The document with what `edit` makes of the texts of its members. Errors: the document is not of the shape.
result<document> rewrite_texts(const document& from, const model::shape& shape, customizations::text_edit edit);

}  // namespace aloft::runtime
