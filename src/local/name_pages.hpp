#pragma once
// Pages over names in order, whose tokens spell the last name that was given and hold no state of the server's.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace aloft::local {

class name_pages {
 public:
  explicit name_pages(std::int64_t most) noexcept : most_{most} {}

  /// Goes on behind the page that gave `token`; empty: from the start. False: it is no token.
  bool go_on(std::string_view token);
  /// Offers the next name in order; whether it belongs to this page.
  bool take(std::string_view name);
  /// Set when something was left over.
  std::optional<std::string> next_token() const;

 private:
  std::int64_t most_, taken_ = 0;
  bool more_ = false;
  std::string after_, last_;
};

}  // namespace aloft::local
