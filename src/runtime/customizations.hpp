#pragma once
// What AWS asks of callers of some operations, and tells them, though no model says so. Everything of this kind stands
// in one table, each entry with its reason; nothing else in the pipeline knows a service by its name.

#include <aloft/http_message.hpp>
#include "aloft/error.hpp"
#include "document/document.hpp"
#include "model/service.hpp"
#include "serde/edited_input.hpp"

#include <optional>
#include <string_view>

namespace aloft::runtime {

/// What is wrong with the input by the table. Usage error.
std::optional<error> fault_of_input(const model::operation& operation, const serde::edited_input& input);

/// Edits the input as the table wants it.
void customize(const model::operation& operation, serde::edited_input& input);

/// Where the table says that the input names the endpoint: the member and its URL.
struct named_endpoint {
  std::string_view member, url;
};
std::optional<named_endpoint> endpoint_in_input(const model::operation& operation, const serde::edited_input& input);

/// Adds what the table says to a serialized request; `streams`: a body that is read while it is sent follows it.
void customize(const model::operation& operation, http_request& request, bool streams = false);

/// Whether the table has anything to say about outputs of the operation.
bool customizes_output(const model::operation& operation);

/// Makes of the output what the table says; `given` is the caller's own input. Errors: none but those of the output
/// itself.
result<void> customize(const model::operation& operation, const input& given, document& output);

}  // namespace aloft::runtime
