#pragma once
// The one push interface between the form data has and the form it is to get. Producers (JSON, XML and CBOR readers,
// walkers over documents and JSON values) call it; sinks (document builder, JSON, XML, query-string and CBOR writers)
// implement it. Producers are guided by the shape: they skip members that the model does not know.

#include "aloft/error.hpp"
#include "aloft/timestamp.hpp"
#include "model/shape.hpp"

#include <cstdint>
#include <string_view>

namespace aloft::serde {

/// A sink keeps its first error; a producer looks at failed() after each value and stops.
class shape_sink {
 public:
  static constexpr std::size_t unknown_size = static_cast<std::size_t>(-1);

  virtual ~shape_sink() = default;

  /// Opens a structure, list or map of this shape; `size` is the number of entries where the producer knows it.
  /// Get-or-create: a member opened twice (flattened XML lists that interleave) continues where it stood.
  virtual void begin(const model::shape& shape, std::size_t size) = 0;
  void begin(const model::shape& shape) { begin(shape, unknown_size); }
  virtual void end() = 0;

  virtual void member(const model::member& member) = 0;  ///< in a structure: the next value is this member's
  virtual void key(std::string_view key) = 0;            ///< in a map: the next value belongs to this key

  virtual void text(std::string_view value) = 0;
  virtual void integer(std::int64_t value) = 0;
  virtual void real(double value) = 0;
  virtual void boolean(bool value) = 0;
  virtual void blob(std::string_view bytes) = 0;  ///< decoded bytes
  virtual void timestamp(aloft::timestamp value) = 0;
  virtual void null() = 0;

  bool failed() const noexcept { return failed_; }
  const error& failure() const noexcept { return failure_; }

 protected:
  void fail(error failure) {
    if (failed_) return;
    failed_ = true;
    failure_ = std::move(failure);
  }

 private:
  bool failed_ = false;
  error failure_;
};

}  // namespace aloft::serde
