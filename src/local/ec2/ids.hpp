#pragma once
// Resource ids: a kind's prefix and 17 hex digits (8 in old accounts).

#include <cstdint>
#include <string>
#include <string_view>

namespace aloft::local::ec2 {

/// Makes ids that look random but depend only on the place (account and region) and how many were made before, so that
/// a test or a demo gives the same ids each time.
class id_source {
 public:
  explicit id_source(std::string_view place) noexcept;
  /// "sg" → "sg-0a1b…"
  std::string next(std::string_view prefix);
  /// 64 bits of the same sequence.
  std::uint64_t next_bits() noexcept;

 private:
  std::uint64_t state_;
};

/// Whether `id` is `prefix`, a dash, and 8 or 17 hex digits.
bool well_formed(std::string_view id, std::string_view prefix) noexcept;

}  // namespace aloft::local::ec2
