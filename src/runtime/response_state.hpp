#pragma once
// What a call gives, and how the public response holds it.

#include "aloft/response.hpp"
#include "document/document.hpp"

namespace aloft {
namespace runtime {

struct call_answer {
  document output;
  response_metadata metadata;
  response_body body;  ///< of operations whose output streams
};

}  // namespace runtime

struct response::state {
  runtime::call_answer answer;
};

}  // namespace aloft
