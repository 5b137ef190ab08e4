#pragma once
// A blob whose every section, index and string has been checked once, so that reading it needs no more checks.

#include "aloft/error.hpp"
#include "model/blob_format.hpp"

#include <cstring>
#include <span>
#include <string_view>

namespace aloft::model {

class blob_view {
 public:
  blob_view() = default;

  /// Checks `bytes` (4-aligned, alive as long as the view). Anything that does not fit: config error "CorruptModel".
  static result<blob_view> check(std::string_view bytes);

  std::span<const format::operation_record> operations() const noexcept { return operations_; }
  std::span<const std::uint32_t> folded() const noexcept { return folded_; }
  std::span<const std::uint32_t> errors() const noexcept { return errors_; }
  std::span<const format::shape_record> shapes() const noexcept { return shapes_; }
  std::span<const format::member_record> members() const noexcept { return members_; }
  std::span<const format::waiter_record> waiters() const noexcept { return waiters_; }
  std::span<const format::acceptor_record> acceptors() const noexcept { return acceptors_; }
  /// The run of attributes that begins at `first`, up to its `end`.
  const format::attribute_record* attributes(std::uint32_t first) const noexcept { return &attributes_[first]; }

  std::string_view text(format::string_ref ref) const noexcept {
    std::uint32_t size;
    std::memcpy(&size, strings_.data() + ref, sizeof size);
    return strings_.substr(ref + sizeof size, size);
  }
  std::string_view endpoint_rules() const noexcept { return text(endpoint_rules_); }

 private:
  const char* first_fault() const noexcept;
  const char* first_fault_of_waiters() const noexcept;
  bool holds(format::string_ref ref) const noexcept;

  std::span<const format::operation_record> operations_;
  std::span<const std::uint32_t> folded_;
  std::span<const std::uint32_t> errors_;
  std::span<const format::shape_record> shapes_;
  std::span<const format::member_record> members_;
  std::span<const format::attribute_record> attributes_;
  std::span<const format::waiter_record> waiters_;
  std::span<const format::acceptor_record> acceptors_;
  std::string_view strings_;
  format::string_ref endpoint_rules_ = 0;
};

}  // namespace aloft::model
