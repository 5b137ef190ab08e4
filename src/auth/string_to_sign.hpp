#pragma once
// What stands between the canonical request and the signature: the date, the scope, the string to sign.

#include "aloft/sigv4.hpp"

#include <array>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

namespace aloft::auth {

/// "20150830T123600Z", made anew only when the second changes.
class date_text {
 public:
  void set(std::chrono::system_clock::time_point time);
  std::string_view time() const noexcept { return {text_.data(), text_.size()}; }
  std::string_view day() const noexcept { return {text_.data(), 8}; }

 private:
  std::int64_t seconds_ = std::numeric_limits<std::int64_t>::min();
  std::array<char, 16> text_{};
};

std::string_view name_of(signing_algorithm algorithm) noexcept;

/// "20150830/us-east-1/ec2/aws4_request"; SigV4a's has no region.
void append_scope(std::string& to, const signing_options& options, const date_text& date);

/// Algorithm, time, scope and the digest of the canonical request, a line each.
void append_string_to_sign(std::string& to, const signing_options& options, const date_text& date,
                           std::string_view canonical_request);

}  // namespace aloft::auth
