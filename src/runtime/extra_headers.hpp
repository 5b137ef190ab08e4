#pragma once
// Headers that a caller adds to his requests.

#include <aloft/http_message.hpp>
#include "aloft/error.hpp"

namespace aloft::runtime {

/// Puts them into a request before it is signed, in place of what the protocol made. Usage error "InvalidHeader": no
/// header that HTTP knows, or one that is the library's own (the signature's, the transport's, those that number
/// attempts).
result<void> add_headers(const header_list& given, http_request& request);

}  // namespace aloft::runtime
