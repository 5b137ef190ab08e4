#pragma once
// Environment variables, seen through a function so that tests and embedders can give their own.

#include <functional>
#include <map>
#include <optional>
#include <string>

namespace aloft::config {

/// Copies share the lookup. Thread-safe as far as the lookup is (the process's: as getenv).
class environment {
 public:
  using lookup = std::function<std::optional<std::string>(const std::string& name)>;

  explicit environment(lookup look_up) : look_up_{std::move(look_up)} {}
  /// A fixed set of variables.
  static environment of(std::map<std::string, std::string> variables);
  /// The variables of this process, read when asked for.
  static environment of_process();

  /// A variable's value. A variable that is unset, empty or blank is nothing: AWS's tools treat them alike.
  std::optional<std::string> get(const std::string& name) const;
  /// The same as it is, blank or not.
  std::optional<std::string> get_as_is(const std::string& name) const { return look_up_(name); }
  /// "true" in any case is true; nothing when the variable is not set.
  std::optional<bool> get_flag(const std::string& name) const;

 private:
  lookup look_up_;
};

}  // namespace aloft::config
