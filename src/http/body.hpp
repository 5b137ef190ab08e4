#pragma once
// Request bodies that are not held whole.

#include "aloft/error.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <optional>
#include <string_view>

namespace aloft::http {

/// Gives the bytes of a request body. Used by one attempt at a time.
class body_source {
 public:
  virtual ~body_source() = default;
  /// Number of bytes; nothing: unknown, sent chunked.
  virtual std::optional<std::uint64_t> size() const noexcept = 0;
  /// The next piece, valid until the next call; empty at the end.
  virtual boost::asio::awaitable<result<std::string_view>> read() = 0;
  /// Back to the first byte for another attempt; false when that cannot be done.
  virtual bool rewind() = 0;
};

}  // namespace aloft::http
