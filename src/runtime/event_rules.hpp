#pragma once
// What event streams of some operations mean though no model says so.

#include "aloft/error.hpp"
#include "aloft/value.hpp"
#include "model/service.hpp"

#include <optional>
#include <string_view>

namespace aloft::runtime {

/// The event without which a stream is not complete, however well its connection ends; empty: there is none.
std::string_view last_event(const model::operation& operation) noexcept;

/// The failure of what the stream is about that an event reports, where the stream itself counts as one that went well:
/// kind service, without what is known of the call. `event` is the event's own structure.
std::optional<error> reported_failure(const model::operation& operation, std::string_view type, value event);

}  // namespace aloft::runtime
