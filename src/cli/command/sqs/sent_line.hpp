#pragma once
// What became of a line that was sent, as a line of JSON.

#include <aloft/error.hpp>

#include <cstddef>
#include <string>

namespace aloft::cli {

/// {"Line": 1, "MessageId": …}, with "SequenceNumber" where there is one, or {"Line": 1, "Error": {"Code": …,
/// "Message": …}}.
std::string taken_line(std::size_t number, const std::string& message_id, const std::string& sequence_number);
std::string failed_line(std::size_t number, const error& failure);

}  // namespace aloft::cli
