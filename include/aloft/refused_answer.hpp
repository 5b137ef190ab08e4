#pragma once
// The answer by which a service refuses, as it came: for programs that read more out of it than aloft::error says.

#include <aloft/http_message.hpp>

#include <string>

namespace aloft {

/// Plain value; filled in by one call (call_options::refused).
struct refused_answer {
  int status = 0;  ///< 301 and up; 0: no such answer came
  header_list headers;
  std::string body;  ///< no more than the first MiB
};

}  // namespace aloft
