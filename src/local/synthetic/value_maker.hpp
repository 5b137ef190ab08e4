#pragma once
// Values made from shapes: what a service might answer, without knowing what it does. The same seed, place and row give
// the same value.

#include "model/shape.hpp"

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace aloft::local::synthetic {

struct value_rules {
  std::uint64_t seed = 1;
  std::string arn_prefix = "arn:aws:service:us-east-1:123456789012:";
  bool required_only = false;  ///< members that the model requires, and no others
  /// Elements of the list at a dotted path; lists elsewhere have one.
  std::function<std::size_t(std::string_view path)> rows{};
  std::size_t first_row = 0;  ///< number of the first element of such a list
  /// Values at dotted paths that are stated, not made; null ones are left out.
  std::map<std::string, boost::json::value, std::less<>> stated{};
};

class value_maker {
 public:
  explicit value_maker(value_rules rules) : rules_{std::move(rules)} {}

  /// What fits the shape; an object for a structure. Shapes within themselves, event streams, and what is left once a
  /// hundred thousand values have been made, are left out.
  boost::json::value make(const model::shape& of);
  /// A text of the shape's kind and length that begins with `text`, as far as the shape lets it.
  static std::string fitted(const model::shape& of, std::string text);

 private:
  boost::json::value value_of(const model::shape& of, const model::member& at, const std::string& path,
                              std::size_t row);
  boost::json::object structure(const model::shape& of, const std::string& path, std::size_t row);
  boost::json::value list(const model::shape& of, const model::member& at, const std::string& path, std::size_t row);
  boost::json::value scalar(const model::shape& of, const model::member& at, const std::string& path,
                            std::size_t row) const;
  bool may_enter(const model::shape& of) const;
  std::uint64_t pick(std::string_view path, std::size_t row) const;

  value_rules rules_;
  std::vector<const model::shape*> inside_;
  std::size_t left_ = 100'000;
};

}  // namespace aloft::local::synthetic
