#pragma once
// What AWS asks of callers of some operations though no model says so. Everything of this kind stands in one table,
// each entry with its reason; nothing else in the pipeline knows a service by its name.

#include "core/http_message.hpp"
#include "model/service.hpp"

#include <boost/json/value.hpp>

#include <optional>

namespace aloft::runtime {

/// The input as the table wants it; nothing when it is fine as it is, which is nearly always.
std::optional<boost::json::value> customized_input(const model::operation& operation, const boost::json::value& input);

/// Adds what the table says to a serialized request.
void customize(const model::operation& operation, http_request& request);

}  // namespace aloft::runtime
