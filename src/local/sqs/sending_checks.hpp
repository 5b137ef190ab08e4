#pragma once
// What a message must be to be sent to a queue.

#include "local/operation.hpp"
#include "local/sqs/region_queues.hpp"

namespace aloft::local::sqs {

/// The message of a SendMessage or of an entry of a batch. Throws api_error.
sending read_sending(region_queues& region, const queue& to, const input& entry, const call_context& context);

}  // namespace aloft::local::sqs
