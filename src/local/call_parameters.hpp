#pragma once
// Reading an operation's input: a JSON object whose members have the model's names and, once parsed by the protocol,
// the model's types. An absent member reads as empty.

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aloft::local {

class input {
 public:
  explicit input(const boost::json::object& members) noexcept : members_{&members} {}
  /// An element of a list of structures.
  explicit input(const boost::json::value& element) noexcept;

  bool has(std::string_view name) const noexcept { return find(name) != nullptr; }
  /// Null when it is absent.
  const boost::json::value* find(std::string_view name) const noexcept { return members_->if_contains(name); }
  std::string_view text(std::string_view name) const noexcept;
  std::optional<std::string_view> optional_text(std::string_view name) const noexcept;
  std::optional<std::int64_t> integer(std::string_view name) const noexcept;
  bool flag(std::string_view name) const noexcept;
  std::vector<std::string> texts(std::string_view name) const;
  std::vector<input> structures(std::string_view name) const;
  input structure(std::string_view name) const noexcept;
  /// A map of structures, in order of its keys.
  std::map<std::string, input> members(std::string_view name) const;
  /// A map of texts.
  std::map<std::string, std::string, std::less<>> text_map(std::string_view name) const;

  /// The member's text; absent or empty is MissingParameter.
  std::string_view required(std::string_view name) const;

 private:
  const boost::json::object* members_;
};

}  // namespace aloft::local
