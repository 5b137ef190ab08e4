#pragma once
// Event streams as a protocol writes them: one union of the operation's input or output, whose members are the events.

#include "model/service.hpp"
#include "model/shape.hpp"
#include "protocol/body_format.hpp"

#include <string_view>

namespace aloft::protocol {

struct event_form {
  const body_format& body;      ///< of events that are structures
  std::string_view media_type;  ///< what their ":content-type" says
  /// The other members of input and output travel in messages of their own, the first of each direction; elsewhere
  /// HTTP's head has them.
  bool initial_messages = false;
};

inline constexpr std::string_view event_stream_media_type = "application/vnd.amazon.eventstream";
/// Names of the initial messages, as their ":event-type" says them.
inline constexpr std::string_view initial_request = "initial-request", initial_response = "initial-response";

/// By a protocol's name; null for those that have no event streams (query, ec2).
const event_form* event_form_of(std::string_view protocol) noexcept;

/// The member of an input or output that is a stream of events; null when there is none.
const model::member* event_stream_of(const model::shape* side) noexcept;

/// The member of an event that is the whole payload of its messages; null: all that travel in no header are.
const model::member* payload_of(const model::shape& event) noexcept;

/// A payload that is bytes or text as they are.
bool is_raw(const model::member& payload) noexcept;

}  // namespace aloft::protocol
