#pragma once
// The forms in which a queue is named.

#include <aloft/error.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace aloft::sqs {

struct queue_name {
  std::string url;      ///< empty: has to be asked for
  std::string account;  ///< of ARNs
  std::string name;     ///< of URLs: what follows the last slash
};

/// Usage error "UnknownQueue".
result<queue_name> read_queue_name(std::string_view text);

}  // namespace aloft::sqs
