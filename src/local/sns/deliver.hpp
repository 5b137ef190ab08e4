#pragma once
// A message on its way from a topic to its subscribers.

#include "local/operation.hpp"
#include "local/sns/publication.hpp"
#include "local/sns/region_topics.hpp"

namespace aloft::local::sns {

/// To every confirmed subscription that wants it. What a queue refuses is dropped, as SNS does without a dead-letter
/// queue.
void deliver(region_topics& region, const topic& from, const publication& message, const call_context& context);

/// Asks the endpoint of an HTTP subscription to confirm it.
void ask_to_confirm(region_topics& region, const topic& of, const subscription& asked, const call_context& context);

/// "2026-01-02T03:04:05.000Z"
std::string time_text(timestamp when);

}  // namespace aloft::local::sns
