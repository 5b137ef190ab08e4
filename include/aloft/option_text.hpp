#pragma once
// The text of an option.
//
// GCC 12 moves temporaries of plain structs that are made inside a co_await expression byte by byte, which breaks
// std::string (its short texts point into itself). Options are such temporaries:
// `co_await session.client("ec2", {.region = "eu-west-1"}).call(…)`. This type can be moved so.

#include <memory>
#include <string>
#include <string_view>

namespace aloft {

/// Immutable text that converts from and to std::string. Copies share it.
class option_text {
 public:
  option_text() noexcept = default;
  option_text(std::string text)
      : text_{text.empty() ? nullptr : std::make_shared<const std::string>(std::move(text))} {}
  option_text(std::string_view text) : option_text{std::string{text}} {}
  option_text(const char* text) : option_text{std::string{text}} {}

  const std::string& str() const noexcept { return text_ ? *text_ : none(); }
  operator const std::string&() const noexcept { return str(); }
  operator std::string_view() const noexcept { return str(); }
  bool empty() const noexcept { return !text_; }

  friend bool operator==(const option_text& a, std::string_view b) noexcept { return a.str() == b; }

 private:
  static const std::string& none() noexcept;

  std::shared_ptr<const std::string> text_;  // null: empty
};

}  // namespace aloft
