#pragma once
// Shapes in the words of help.

#include <aloft/model.hpp>

#include <string>
#include <vector>

namespace aloft::cli {

/// "list of structures", "integer", "text", …
std::string type_name(const shape_model& shape);

/// How a structured parameter is written in shorthand: "Name=text,Values=text,text"; "" for scalars.
std::string shorthand_syntax(const shape_model& shape);

/// The values that the model lists for a text (or for the texts of a list); empty: none listed.
std::vector<std::string> enum_values(const shape_model& shape);

/// The range or length the model states, "1 to 1000"; "" without.
std::string limits_text(const shape_model& shape);

}  // namespace aloft::cli
