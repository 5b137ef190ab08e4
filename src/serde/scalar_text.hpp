#pragma once
// Scalars as the text that XML, query strings, headers and URIs carry.

#include "aloft/shape_sink.hpp"
#include "model/shape.hpp"

#include <string>
#include <string_view>

namespace aloft::serde {

/// Pushes `text` as a scalar of that shape. Returns "" or, when it is none, what was expected ("a whole number").
/// Numbers, booleans and times may stand between blanks; booleans other than "true" and "1" (in any case) are false,
/// as botocore reads them. Timestamps in another format than `format` are taken too.
std::string_view push_scalar(shape_sink& sink, const model::shape& shape, timestamp_format format,
                             std::string_view text);

/// A sink whose scalars all become text: floats shortest, NaN and Infinity by name; blobs base64.
class text_sink : public shape_sink {
 public:
  void integer(std::int64_t value) override;
  void real(double value) override;
  void boolean(bool value) override;
  void blob(std::string_view bytes) override;
  void timestamp(aloft::timestamp value) override;

 protected:
  explicit text_sink(timestamp_format default_format) noexcept : default_format_{default_format} {}

  /// The next scalar belongs to this member (of a structure, list or map): it says how times are written.
  void describe(const model::member* next) noexcept { described_ = next; }

 private:
  const model::member* described_ = nullptr;
  timestamp_format default_format_;
};

}  // namespace aloft::serde
