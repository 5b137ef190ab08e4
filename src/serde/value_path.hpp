#pragma once
// Where in a structure a producer stands, for error messages: "Reservations[3].Instances[0].LaunchTime".

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace aloft::serde {

/// A stack of steps. The views given must live until they are popped.
class value_path {
 public:
  value_path() { steps_.reserve(8); }

  void push(std::string_view member_or_key) { steps_.push_back({member_or_key, npos}); }
  void push(std::size_t index) { steps_.push_back({{}, index}); }
  void pop() { steps_.pop_back(); }
  std::size_t depth() const noexcept { return steps_.size(); }

  /// "input" for the root itself.
  std::string text(std::string_view root = "input") const;

 private:
  static constexpr std::size_t npos = static_cast<std::size_t>(-1);
  struct step {
    std::string_view name;
    std::size_t index;
  };
  std::vector<step> steps_;
};

void append_path(std::string& to, std::string_view member_or_key);
void append_path(std::string& to, std::size_t index);

}  // namespace aloft::serde
