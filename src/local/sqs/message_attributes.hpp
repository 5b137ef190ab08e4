#pragma once
// Message attributes as requests and answers have them, and their digest.

#include "local/call_parameters.hpp"
#include "local/sqs/message.hpp"

#include <boost/json/object.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace aloft::local::sqs {

/// Reads {name: {DataType, StringValue | BinaryValue}}; refuses what SQS refuses.
attribute_map read_message_attributes(const input& entry);
/// AWSTraceHeader is the only one there is.
attribute_map read_system_attributes(const input& entry);

/// Those that a receiver asks for: names, "prefix.*", "All" or ".*".
attribute_map chosen(const attribute_map& of, const std::vector<std::string>& wanted);
boost::json::object write_attributes(const attribute_map& attributes);

/// AWS's digest: for each attribute by name, its name, type, kind and value, each text with its length before it.
/// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html
std::string attributes_md5(const attribute_map& attributes);

/// The digest of a text, in hexadecimal.
std::string text_md5(std::string_view text);

/// Refuses what no message may hold: characters that XML has no way to write.
void check_characters(std::string_view body);

}  // namespace aloft::local::sqs
