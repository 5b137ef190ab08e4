#pragma once
// What listings have in common: prefix, delimiter and the encoding of names.

#include "local/call_parameters.hpp"
#include "local/s3/objects.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <string>
#include <string_view>

namespace aloft::local::s3 {

/// How names are written: EncodingType "url" or as they are.
class name_form {
 public:
  /// Throws api_error InvalidArgument for another encoding.
  explicit name_form(const input& request);
  std::string operator()(std::string_view name) const;
  /// Writes EncodingType where it was stated.
  void put(boost::json::object& output) const;

 private:
  bool encoded_;
};

/// The part of `key` up to and with the first delimiter behind the prefix; "" when there is none.
std::string_view common_prefix(std::string_view key, std::string_view prefix, std::string_view delimiter) noexcept;

/// The smallest text behind all that start with `prefix`; "" when there is none.
std::string behind_all(std::string prefix);

boost::json::array prefix_rows(const std::vector<std::string>& prefixes, const name_form& form);

}  // namespace aloft::local::s3
