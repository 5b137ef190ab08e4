#pragma once
// What a request body is made of, and how a call gets at its bytes.

#include "aloft/request_body.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace aloft {

struct request_body::state {
  std::optional<std::string_view> whole;  ///< bytes in memory
  std::string owned;                      ///< what `whole` refers to, unless it is the caller's
  std::string path;                       ///< of a file; empty: none
  std::uint64_t offset = 0;
  std::optional<std::uint64_t> length;
  std::shared_ptr<body_source> source;
};

}  // namespace aloft
