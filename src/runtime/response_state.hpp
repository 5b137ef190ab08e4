#pragma once
// What a response owns.

#include "aloft/response.hpp"
#include "runtime/call.hpp"

namespace aloft {

struct response::state {
  runtime::call_answer answer;
};

}  // namespace aloft
