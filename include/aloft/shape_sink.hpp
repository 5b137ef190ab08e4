#pragma once
// The one push interface between the form data has and the form it is to get. Producers call it: readers of answers,
// and whatever input is made of (JSON, aloft::params, an input_source of the caller's). Sinks implement it: documents,
// the writers of wire formats, and whoever wants answers in a form of his own.

#include <aloft/error.hpp>
#include <aloft/timestamp.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace aloft {

namespace model {
struct shape;   // <aloft/model.hpp>: shape_model shows what it says
struct member;  // member_model
}  // namespace model

/// Order of calls: one value, that is a scalar, or begin, its entries, end. In a structure each entry is member() and a
/// value, in a map key() and a value, in a list a value.
///
/// Lifetime: views that are passed are valid during the call; shapes and members as long as their service.
/// Errors: a sink keeps its first error and may ignore what comes after it; producers look at failed() and stop.
/// Thread: one at a time.
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

  /// For producers of input that know names but no shapes: a map, whose keys may turn out to be members of a structure,
  /// and a list. A `size` that is given must be right.
  void begin_map(std::size_t size = unknown_size);
  void begin_list(std::size_t size = unknown_size);
  /// For producers that come upon something that no call of the above can say: one line, what was found and what was
  /// expected. Usage error "ParamValidation"; where input is pushed, with the path of the value.
  virtual void refuse(std::string_view finding);

  /// What has been pushed so far counts no more: the answer that it came of broke off, and comes again from its
  /// beginning. False, as here: that cannot be; the call ends with the error of the answer that broke off.
  virtual bool restart() { return false; }

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

}  // namespace aloft
