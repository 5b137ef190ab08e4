#pragma once
// Plain text from the HTML of AWS's documentation strings, for terminals: paragraphs, lists, notes; no wrapping.

#include <string>
#include <string_view>

namespace aloft::model {

/// Never fails: what is not one of AWS's usual tags or entities stays as it is written.
std::string html_to_text(std::string_view html);

}  // namespace aloft::model
