#pragma once
// Messages as JSON.

#include <aloft/error.hpp>
#include <aloft/sqs_batch.hpp>

#include <string_view>

namespace aloft::sqs {

/// A message to be sent, as an entry of SendMessageBatch has it: {"MessageBody": …, "DelaySeconds": …,
/// "MessageAttributes": {…}, "MessageGroupId": …, "MessageDeduplicationId": …}. What ReceiveMessage gave is understood
/// too (Body, Attributes). Usage error "InvalidMessage" that says what was expected. Pure.
result<outgoing> message_from_json(std::string_view text);

}  // namespace aloft::sqs
