#pragma once
// What an answer may make of memory.

#include <cstddef>

namespace aloft {

/// Exceeding one is a protocol error that names the limit; the connection is closed. Bodies that are streamed are not
/// documents and have no limit here.
struct response_limits {
  std::size_t max_depth = 128;                     ///< nesting of the document
  std::size_t max_document = 64ull * 1024 * 1024;  ///< bytes of body that are parsed into a document
  std::size_t max_memory = 512ull * 1024 * 1024;   ///< bytes that the document may take, which depends on what is in it
  std::size_t max_error_body = 1024ull * 1024;     ///< bytes of an error's body
};

}  // namespace aloft
