#pragma once
// What a server that did not accept a signature tells about it.

#include <aloft/http_message.hpp>
#include "aloft/error.hpp"
#include "runtime/auth_choice.hpp"

namespace aloft::runtime {

/// A server that disagrees with a signature may tell what it computed: its error comes back with the first line that
/// differs in its message. Any other error as it is.
error explain_refusal(const http_request& signed_request, const chosen_auth& how, const error& failure);

}  // namespace aloft::runtime
