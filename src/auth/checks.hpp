#pragma once
// What is refused before anything is signed: whatever could split a header or a request line, keys that cannot be
// right, and options that no server would accept.

#include "aloft/credentials.hpp"
#include "aloft/error.hpp"
#include "aloft/http_message.hpp"
#include "aloft/sigv4.hpp"

#include <chrono>
#include <optional>
#include <string_view>

namespace aloft::auth {

// Each gives the fault, or nothing.
std::optional<error> fault_of(const http_request& request);
std::optional<error> fault_of(const credentials& identity);
std::optional<error> fault_of(const signing_options& options);

/// How long a URL or a form may be valid: 1 s to 7 days.
std::optional<error> fault_of_lifetime(std::chrono::seconds lifetime);

/// True when no byte of `text` is a control character (tab is allowed).
bool is_header_text(std::string_view text) noexcept;

}  // namespace aloft::auth
