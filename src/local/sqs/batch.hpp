#pragma once
// What operations on ten entries share: the checks of the whole, and an outcome per entry.

#include "local/operation.hpp"

#include <boost/json/object.hpp>

#include <functional>
#include <vector>

namespace aloft::local::sqs {

/// The entries; a batch that is empty, too long, or whose ids are not distinct or not ids, is refused.
std::vector<input> read_entries(const input& request);

/// {"Successful": [Id and what `work` gives], "Failed": [Id, Code, Message, SenderFault]}. What `work` throws as
/// api_error fails its entry alone, and so does a fault of kind `partial`.
boost::json::object each_entry(const std::vector<input>& entries, const call_context& context,
                               const std::function<boost::json::object(const input& entry)>& work);

}  // namespace aloft::local::sqs
