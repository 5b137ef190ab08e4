#pragma once
// What an XML document is, from its beginning.

#include <optional>
#include <string_view>

namespace aloft::protocol {

/// The local name of a document's root element, from as much of the document as is there; nothing while that is too
/// little. Text that is no XML has the root "".
std::optional<std::string_view> root_name(std::string_view xml);

}  // namespace aloft::protocol
