#pragma once
// The common face of the incremental readers (XML, JSON, CBOR): bytes in, shape_sink calls out.

#include "aloft/error.hpp"
#include "model/shape.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace aloft::serde {

/// Takes a body in pieces of any size; what it pushes does not depend on where they are cut. Errors are of kind
/// `protocol`, final, and name the path of the value they concern ("Reservations[3].Instances[0].LaunchTime").
class reader {
 public:
  virtual ~reader() = default;

  /// Parses what it can of `piece`, which may be dropped afterwards.
  virtual result<void> write(std::string_view piece) = 0;
  /// Says that the body is complete; a truncated one is an error.
  virtual result<void> finish() = 0;

  /// write() and finish() for a body that is there as a whole.
  result<void> read(std::string_view body);
};

/// What every reader may make of memory and stack.
struct read_limits {
  std::size_t max_depth = 128;                    ///< nesting of the body, unknown parts included
  std::size_t max_bytes = 1024ull * 1024 * 1024;  ///< size of the body
};

/// Which members of a body's structure travel outside of it (Smithy's HTTP bindings).
enum class bound_members : std::uint8_t {
  none,      ///< all are in the body
  request,   ///< path, query and headers have theirs
  response,  ///< status and headers have theirs; a member of path or query has no place in an answer but its body
};

bool in_body(const model::member& member, bound_members bound) noexcept;

/// Protocol error "BodyTooLarge".
error too_large(const read_limits& limits);

}  // namespace aloft::serde
