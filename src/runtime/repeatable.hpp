#pragma once
// Whether a request may be sent once more when nobody knows what became of the first one.

#include "aloft/error.hpp"
#include "model/service.hpp"

namespace aloft::runtime {

/// Nobody knows whether the request was carried out: it was sent whole, and no answer that refuses it came. `status`:
/// of the answer, as far as it came; 0: none did.
bool is_open(const error& failure, int status) noexcept;

/// The operation does no harm when it is carried out twice. By the first of these that holds:
///  - the model's traits `readonly` and `idempotent`;
///  - the HTTP methods GET, HEAD, PUT and DELETE (RFC 9110 §9.2.2);
///  - a parameter that is an idempotency token: all attempts of a call have the same one;
///  - names that begin with Describe, Get, List or BatchGet: AWS's own convention for reading, as the user guide of
///    EventBridge has it ("Receiving read-only management events");
///  - a table of operations, each with its reason.
bool is_repeatable(const model::operation& operation) noexcept;

}  // namespace aloft::runtime
