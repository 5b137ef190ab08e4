#pragma once
// Steps on the way to a request that depend on the operation's traits, not on the protocol.

#include <aloft/http_message.hpp>
#include "model/service.hpp"
#include "protocol/protocol.hpp"

#include <string>
#include <string_view>

namespace aloft::protocol {

/// Usage error "EventStreamNotSupported" for operations that take a stream of events by a protocol in which that is not
/// done.
result<void> refuse_input_events(const model::operation& operation, std::string_view protocol);

/// A value for absent idempotency tokens; empty when none is absent.
std::string make_token(const model::operation& operation, const serde::edited_input& input,
                       const serialize_options& options);

/// The host prefix with its labels filled in; empty when the operation has none. Usage error "ParamValidation" for
/// labels that no host name can hold.
result<std::string> host_prefix(const model::operation& operation, const serde::edited_input& input);

/// Compresses the body as the requestcompression trait and the options say, and names it in Content-Encoding.
void compress_body(const model::operation& operation, const serialize_options& options, http_request& request);

/// Content-MD5 where httpChecksumRequired asks for a checksum and the operation has no choice of algorithms.
void add_checksum(const model::operation& operation, http_request& request);

}  // namespace aloft::protocol
