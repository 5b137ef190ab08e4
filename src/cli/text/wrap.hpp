#pragma once
// Paragraphs fitted to a width.

#include <cstddef>
#include <string>
#include <string_view>

namespace aloft::cli {

/// The text in lines of at most `width` columns, each behind `indent` spaces and ending in '\n'. Lines of the text stay
/// lines; words longer than a line stand alone. An empty text gives nothing.
std::string wrapped(std::string_view text, std::size_t indent, std::size_t width);

/// Up to and with the first sentence's end.
std::string_view first_sentence(std::string_view text) noexcept;

}  // namespace aloft::cli
