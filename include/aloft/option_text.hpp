#pragma once
// The text of an option.

#include <aloft/shared_value.hpp>

#include <memory>
#include <string>
#include <string_view>

namespace aloft {

/// Immutable text that converts from and to std::string. Copies share it. May be written inside a co_await expression
/// in GCC 12, as shared_value may.
class option_text {
 public:
  option_text() noexcept = default;
  option_text(std::string text)
      : text_{text.empty() ? nullptr : std::make_shared<const std::string>(std::move(text))} {}
  option_text(std::string_view text) : option_text{std::string{text}} {}
  option_text(const char* text) : option_text{std::string{text}} {}

  const std::string& str() const noexcept { return text_ ? *text_.get() : none(); }
  operator const std::string&() const noexcept { return str(); }
  operator std::string_view() const noexcept { return str(); }
  bool empty() const noexcept { return !text_; }

  friend bool operator==(const option_text& a, std::string_view b) noexcept { return a.str() == b; }

 private:
  static const std::string& none() noexcept;

  shared_value<std::string> text_;  // null: empty
};

}  // namespace aloft
